import Foundation
import Testing

/// The short form of `make faults`, which needs no root; nothing of it may be passed over.
@Suite struct FaultTests {
    @Test func everyFaultIsToldAndRepairedByTheNextRun() throws {
        let script = Program.repository.appending(path: "Tests/faults/faults.py").path
        let result = try Program.python.run(
            script, Program.hubdrops.url.path, Program.generateDays.url.path, "--quick", "--kills", "4")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.output.contains("\n0 wrong, 0 skipped"), "\(result.output)")
    }
}
