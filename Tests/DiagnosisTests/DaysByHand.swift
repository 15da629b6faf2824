import Model

@testable import Diagnosis

// Days that the tests of several rules look at.

/// Two digits of a time.
func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

/// The time of day of a second, `06:44:59`.
func clock(_ seconds: Int) -> String {
    "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
}

/// One device with one drop at 07:30 after an hour and a half, back after some seconds.
func singleDrop(_ code: String, back: Int) -> Analysed {
    log(
        """
        06:00:00 pump-1 connect
        07:30:00 pump-1 disconnect \(code)
        \(clock(27_000 + back)) pump-1 connect
        """
    ).analysed()
}

/// Devices of several prefixes, connected all day; `group` of them drop at 10:00 with a code and are back at 10:20.
func fleet(_ prefixes: [(prefix: String, devices: Int, drop: Int)], code: String = "404104") -> LogLines {
    var text = ""
    for (place, group) in prefixes.enumerated() {
        for number in 0..<group.devices {
            let name = "d\(place)-\(number) "
            text += "06:00:00 \(name) connect ip=\(group.prefix)\n"
            guard number < group.drop else { continue }
            text += "10:0\(number % 5):\(two(number % 60)) \(name) disconnect \(code) ip=\(group.prefix)\n"
            text += "10:20:\(two(number % 60)) \(name) connect ip=\(group.prefix)\n"
        }
    }
    return log(text)
}

/// Drops of a few devices in each of four places.
let spread = [("203.0.113", 12, 4), ("198.51.100", 12, 4), ("192.0.2", 12, 4), ("100.64.1", 12, 4)]

/// Devices of one site that drop from 10:00 on, `apart` seconds one after another, beside forty of another.
func site(_ names: [String], apart: Int, sdks: [String], hub: String = "pumps") -> String {
    var text = ""
    for number in 0..<40 { text += "06:00:00 far-\(number) connect ip=198.51.100 hub=\(hub)\n" }
    for (number, name) in names.enumerated() {
        text += "06:00:00 \(name) connect sdk=\(sdks[number % sdks.count]) ip=203.0.113 hub=\(hub)\n"
        text += "\(clock(36_000 + number * apart)) \(name) disconnect 404104 ip=203.0.113 hub=\(hub)\n"
        text += "10:40:00 \(name) connect sdk=\(sdks[number % sdks.count]) ip=203.0.113 hub=\(hub)\n"
    }
    return text
}

let twelve = (0..<12).map { "d\($0)" }

/// Ten devices of a rhythm of a quarter of an hour give 80 records an hour, apart from one hour without any.
func withHole() -> String {
    var text = ""
    for number in 0..<10 {
        for hour in 0..<24 where hour != 12 {
            for quarter in 0..<4 {
                text += "\(two(hour)):\(two(quarter * 15)):\(two(number)) d\(number) disconnect\n"
                text += "\(two(hour)):\(two(quarter * 15)):\(two(number + 20)) d\(number) connect\n"
            }
        }
    }
    return text
}
