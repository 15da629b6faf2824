extension Behaviour {
    /// An export that loses one record in 300 for good; late ones are part of the noise of every day.
    static let lostRecords = {
        var made = Behaviour(name: "lost-records", summary: "one record in 300 never arrives")
        made.lost = 1.0 / 300
        return made
    }()
}
