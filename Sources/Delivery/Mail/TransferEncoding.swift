import Foundation

/// The two encodings of RFC 2045, section 6, that survive every relay: 7-bit, lines of at most 76 characters, CRLF.
enum TransferEncoding {
    /// Text as quoted-printable.
    ///
    /// Line ends of every kind become CRLF; other control characters become U+FFFD.
    ///
    /// A leading dot and a leading `From ` are encoded as well, because mailbox files and careless relays alter them.
    static func quotedPrintable(_ text: String) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count + text.utf8.count / 8)
        for line in lines(of: text) {
            append(line, to: &output)
        }
        return output
    }

    static func base64(_ bytes: [UInt8]) -> [UInt8] {
        let options: Data.Base64EncodingOptions = [
            .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ]
        return Array(Data(bytes).base64EncodedData(options: options)) + [13, 10]
    }

    private static func append(_ line: [UInt8], to output: inout [UInt8]) {
        let isFrom = line.starts(with: "From ".utf8)
        var column = 0
        for (index, byte) in line.enumerated() {
            let isLast = index == line.count - 1
            let stays =
                switch byte {
                case 0x3D: false
                case 0x20, 0x09: !isLast
                case 0x2E: column > 0
                case 0x46: !(isFrom && index == 0)
                default: (0x21...0x7E).contains(byte)
                }
            let width = stays ? 1 : 3
            // One column is kept for the `=` of a soft break.
            if column + width > 75 {
                output += [0x3D, 13, 10]
                column = 0
                if byte == 0x2E {
                    output += [0x3D] + hexDigits(byte)
                    column = 3
                    continue
                }
            }
            if stays { output.append(byte) } else { output += [0x3D] + hexDigits(byte) }
            column += width
        }
        output += [13, 10]
    }

    private static func lines(of text: String) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        var isAfterReturn = false
        for byte in text.utf8 {
            switch byte {
            case 10 where isAfterReturn: break
            case 10, 13:
                lines.append(line)
                line.removeAll(keepingCapacity: true)
            case 0x20...0x7E, 0x09, 0x80...: line.append(byte)
            default: line += [0xEF, 0xBF, 0xBD]
            }
            isAfterReturn = byte == 13
        }
        return line.isEmpty ? lines : lines + [line]
    }
}
