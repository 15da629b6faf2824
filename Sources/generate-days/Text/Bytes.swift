/// Text is written as bytes: a day of a large fleet is gigabytes of it.
extension [UInt8] {
    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { unsafe append(contentsOf: $0) }
    }

    mutating func append(_ text: String) {
        append(contentsOf: text.utf8)
    }

    mutating func appendDigits(_ number: Int, width: Int) {
        var divisor = 1
        for _ in 1..<Swift.max(width, 1) { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(truncatingIfNeeded: 48 + number / divisor % 10))
            divisor /= 10
        }
    }

    /// `2026-03-10T06:00:04`, without the zone, so that a fraction or another zone may follow.
    mutating func appendTimeWithoutZone(_ time: Int) {
        let moment = CalendarSecond(time)
        appendDigits(moment.year, width: 4)
        append(0x2D)
        appendDigits(moment.month, width: 2)
        append(0x2D)
        appendDigits(moment.day, width: 2)
        append(0x54)
        appendDigits(moment.hour, width: 2)
        append(0x3A)
        appendDigits(moment.minute, width: 2)
        append(0x3A)
        appendDigits(moment.second, width: 2)
    }

    mutating func appendISOTime(_ time: Int) {
        appendTimeWithoutZone(time)
        append(0x5A)
    }

    /// `3/10/2026, 7:12:41.000 AM`, as the portal's CSV writes a time in UTC.
    mutating func appendPortalTime(_ time: Int) {
        let moment = CalendarSecond(time)
        append("\(moment.month)/\(moment.day)/\(moment.year), \((moment.hour + 11) % 12 + 1):")
        appendDigits(moment.minute, width: 2)
        append(0x3A)
        appendDigits(moment.second, width: 2)
        append(moment.hour < 12 ? ".000 AM" : ".000 PM")
    }

    /// A number from 0 to 255 without leading zeros.
    mutating func appendNumber(_ number: Int) {
        appendDigits(number, width: number > 99 ? 3 : number > 9 ? 2 : 1)
    }

    /// Appends bytes as the inside of a JSON string.
    ///
    /// Most of a record's text goes through here, so the bytes are gathered in a buffer of fixed size: an array would
    /// check its capacity at each of them.
    mutating func appendEscaped(_ bytes: [UInt8]) {
        let hexadecimal: StaticString = "0123456789abcdef"
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytes.count * 6) { buffer in
            var count = 0
            func put(_ byte: UInt8) {
                unsafe buffer[count] = byte
                count += 1
            }
            for byte in bytes {
                if byte == 0x22 || byte == 0x5C {
                    put(0x5C)
                    put(byte)
                } else if byte >= 0x20 {
                    put(byte)
                } else {
                    for byte in [0x5C, 0x75, 0x30, 0x30] as [UInt8] { put(byte) }
                    unsafe put(hexadecimal.utf8Start[Int(byte >> 4)])
                    unsafe put(hexadecimal.utf8Start[Int(byte & 15)])
                }
            }
            unsafe append(contentsOf: buffer[..<count])
        }
    }

    /// Appends bytes as the inside of a quoted CSV field.
    mutating func appendDoublingQuotes(_ bytes: [UInt8]) {
        for byte in bytes {
            if byte == 0x22 { append(0x22) }
            append(byte)
        }
    }
}
