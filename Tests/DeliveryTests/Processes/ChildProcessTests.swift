import Foundation
import Testing

@testable import Delivery

@Suite struct ChildProcessTests {
    @Test func wordsAreTakenAsTheyAre() {
        let (end, output) = ChildProcess(words: ["printf", "%s|", "a b", "$HOME", ";ls", "*"]).run()
        #expect(end == .exited(0))
        #expect(output == "a b|$HOME|;ls|*|")
    }

    @Test func theExitStatusIsTold() {
        #expect(ChildProcess(words: ["sh", "-c", "exit 75"]).run().end == .exited(75))
        #expect(ChildProcess(words: ["sh", "-c", "kill -9 $$"]).run().end == .signalled(9))
    }

    @Test func aMissingProgramIsNotStarted() {
        #expect(ChildProcess(words: ["/nonexistent/sendmail"]).run().end == .notStarted(ENOENT))
    }

    @Test func outputIsBoundedAndTheCommandStillEnds() {
        var process = ChildProcess(words: ["sh", "-c", "head -c 3000000 /dev/zero | tr '\\0' x; exit 3"])
        process.longestOutput = 100
        let (end, output) = process.run()
        #expect(end == .exited(3))
        #expect(output == String(repeating: "x", count: 100))
    }

    @Test func aCommandThatHangsIsStoppedWithItsChildren() throws {
        let place = try TemporaryFolder()
        var process = ChildProcess(words: ["sh", "-c", "sleep 600 & echo $! > '\(place.path)/pid'; wait"])
        process.seconds = 1
        #expect(process.run().end == .timedOut(seconds: 1))
        let child = try #require(Int32(try place.text(of: "pid").dropLast()))
        // The kernel may need a moment to reap it; a signal that finds nobody says ESRCH.
        var isGone = false
        for _ in 0..<200 where !isGone {
            isGone = kill(child, 0) != 0 || isZombie(child)
            usleep(10_000)
        }
        #expect(isGone)
    }

    private func isZombie(_ process: Int32) -> Bool {
        let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        return status?.contains(") Z ") ?? true
    }

    /// Waited for, it would outlast the command's time.
    @Test func aGrandchildThatKeepsTheOutputOpenHoldsNobodyUp() throws {
        let place = try TemporaryFolder()
        var process = ChildProcess(words: ["sh", "-c", "sleep 600 & echo $! > '\(place.path)/pid'"])
        process.seconds = 20
        #expect(process.run().end == .exited(0))
        kill(try #require(Int32(try place.text(of: "pid").dropLast())), SIGKILL)
    }

    @Test func theEnvironmentIsAddedTo() {
        var process = ChildProcess(words: ["sh", "-c", "echo \"$HUBDROPS_EXIT/${PATH:+path}\""])
        process.added = ["HUBDROPS_EXIT": "2"]
        #expect(process.run().output == "2/path\n")
    }

    @Test func inputIsRead() throws {
        let place = try TemporaryFolder()
        try place.put("hello", at: "in")
        let descriptor = unsafe open(place.path + "/in", O_RDONLY)
        defer { close(descriptor) }
        #expect(ChildProcess(words: ["cat"]).run(input: descriptor).output == "hello")
        #expect(ChildProcess(words: ["cat"]).run().output == "")
    }

    @Test(arguments: [
        ("/usr/sbin/sendmail -t -i", ["/usr/sbin/sendmail", "-t", "-i"]),
        ("msmtp  --file='/etc/my conf'\t-t", ["msmtp", "--file=/etc/my conf", "-t"]),
        ("a \"b $c\" d\\ e '' '\\'", ["a", "b $c", "d e", "", "\\"]),
    ])
    func aCommandIsPartedAsByAShell(text: String, words: [String]) throws {
        #expect(try CommandWords(text).words == words)
    }

    @Test(arguments: ["", "  ", "a 'b", "a \"b", "a \\", "''"])
    func aCommandThatIsNotWholeIsRefused(text: String) {
        #expect(throws: MailError.command(text)) { _ = try CommandWords(text) }
    }
}
