import Foundation
import Model

@testable import Delivery

/// A small message, for tests to vary.
func sampleMessage(subject: String = "[hubdrops] contoso-prod 2026-03-14: WORSE", revision: Int = 1) throws
    -> MailMessage
{
    // 2026-03-15T06:31:07Z: `date -ud 2026-03-15T06:31:07Z +%s`.
    MailMessage(
        from: try MailAddress("hubdrops <reports@ops.example>"),
        to: [try MailAddress("night@ops.example")],
        subject: subject,
        date: Instant(seconds: 1_773_556_267),
        identity: try MailIdentity(
            of: ["contoso-prod", "2026-03-14"], revision: revision, domain: "ops.example"),
        text: "Worse than yesterday.\n"
    )
}

/// Strings of the kind that strangers send.
let hostileTexts = [
    "a\r\nBcc: victim@example.org", "a\nX-Injected: 1\n\nbody", "a\rb", "a\0b", "\u{85}next\u{2028}line",
    "=?utf-8?q?fake?=", String(repeating: "x", count: 3000), String(repeating: "é", count: 900),
    "Ünïcode 🛰️ 日本語", "\"quoted\" \\ <a@b>", "\u{202E}drow", "   ", "", "(comment", "tab\there", "a  b   c",
    String(repeating: "word ", count: 300), "'; DROP TABLE drops; --",
]

/// What a relay may refuse or break in a message; nothing when all is well.
func rawFaults(_ message: [UInt8]) -> [String] {
    var faults: [String] = []
    for (index, byte) in message.enumerated() {
        if byte >= 0x80 { faults.append("8-bit octet at \(index)") }
        if byte == 0 { faults.append("NUL at \(index)") }
        if byte == 10 && (index == 0 || message[index - 1] != 13) { faults.append("bare LF at \(index)") }
        if byte == 13 && (index + 1 == message.count || message[index + 1] != 10) {
            faults.append("bare CR at \(index)")
        }
    }
    for line in String(decoding: message, as: UTF8.self).components(separatedBy: "\r\n") where line.utf8.count > 78 {
        // An id cannot be folded; the limit of 998 holds for it.
        let isId = line.hasSuffix(">") && ["Message-ID: <", "References: <", " <"].contains(where: line.hasPrefix)
        if !isId || line.utf8.count > 998 { faults.append("a line of \(line.utf8.count): \(line.prefix(30))") }
    }
    if !message.suffix(2).elementsEqual([13, 10]) { faults.append("no line end at the end") }
    return faults
}
