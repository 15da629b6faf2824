import Model

/// What the rules know of one identity when they judge its drops.
struct IdentityContext {
    var number = 0
    var state: IdentityState
    var family: SDKFamily = .unknown
    var authentication: Authentication = .unknown
    /// The transport of its latest connect is AMQP.
    var isAMQP = false
    /// The hub's input has error records only: no connect, no age, no return can be known.
    var isErrorOnly = false
    var registry: Registry.Entry?
    /// Its own rhythm of connection ages, where it has one.
    var rhythm: Rhythm?
    /// That of the devices with its SDK on its hub, at ages too long for a day to show its own.
    var sharedRhythm: Rhythm?
    /// How many of its drops look like renewals.
    var renewals = 0
    /// Set when it is used by two clients.
    var duplicate: Confidence?
    /// When the registry entry changed, in moments of the analysis; nil where not known.
    var statusChanged: DayMillis?
}

/// What the rules know of one drop.
struct DropContext {
    var start: DayMillis
    var classes: CodeClasses
    /// Seconds until it was back; nil while open, or where the input is errors only.
    var back: Int32?
    /// Connection age in seconds; where the connect is missing, the time since the drop before.
    ///
    /// -1 where not known.
    var age: Int32
    /// The age is a time between drops.
    var isInterval: Bool
    var isOpen: Bool
    /// Hours without records lie between the connect and the drop: the connection may have ended in them unseen.
    var spansMissing = false
    /// Seconds to the next drop, when the connect between them is missing.
    var nextInterval: Int32?
    var refused: Int
    var flags: DropRecord.Flags

    /// Whether a takeover code is all there is.
    var isTakeoverAlone: Bool { classes == CodeClasses(.takeover) }
}
