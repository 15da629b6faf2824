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
    /// Its own rhythm of connection ages, where it has one, and a second, as after an update or with a new token life.
    var rhythm: Rhythm?
    var secondRhythm: Rhythm?
    /// A rhythm of renewals that take too long.
    var slowRhythm: Rhythm?
    /// A rhythm that something on the way makes, which forgets idle connections.
    var idle: Rhythm?
    /// That of the devices with its SDK on its hub, at ages too long for a day to show its own.
    var sharedRhythm: Rhythm?
    /// How many of its drops look like renewals, of how many that could be some.
    var renewals = 0
    var candidates = 0
    /// How far the ages of those that look like renewals lie apart, in seconds.
    var renewalSpread: Int32 = 0
    /// The two longest ages of its connections, in seconds: what renews a token does not outlive it.
    var longestAges: (first: Int32, second: Int32) = (0, 0)
    /// Set when it is used by two clients.
    var duplicate: Confidence?
    /// When the registry entry changed, in moments of the analysis; nil where not known.
    var statusChanged: DayMillis?

    mutating func noteAge(_ age: Int32) {
        if age > longestAges.first {
            longestAges = (age, longestAges.first)
        } else if age > longestAges.second {
            longestAges.second = age
        }
    }

    /// Its own rhythm, or of two the one that an age is nearer to.
    func rhythm(nearest age: Int32) -> Rhythm? {
        guard let first = rhythm, let second = secondRhythm else { return rhythm }
        return abs(age - second.median) < abs(age - first.median) ? second : first
    }
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
    /// The SDK that it connected with.
    var family: SDKFamily = .unknown
    /// It carries an internal error of the service, 500xxx.
    var hasInternalError = false
    /// Over before the data began.
    var isCarried = false
    /// Open, and its hub has no record after the time in which a renewal is back: whether it was cannot be seen.
    var isCutOff = false

    /// It was back before its next drop, but when is not in the data: the connect is lost.
    var isReturnMissing: Bool { nextInterval != nil }

    /// Whether a takeover code is all there is.
    var isTakeoverAlone: Bool { classes == CodeClasses(.takeover) }
}
