import ArgumentParser
import Nightly

extension ExitStatus {
    var code: ExitCode { ExitCode(rawValue) }
}

/// Runs the body of a command: says what went wrong in one line, and ends with its exit status.
func reportingFailures(_ body: () throws -> ExitStatus) throws {
    Signals.prepare()
    let status: ExitStatus
    do {
        status = try body()
    } catch let error as ExitCode {
        throw error
    } catch {
        Console.endProgress()
        let failure = Failure(of: error)
        for line in failure.description.split(separator: "\n") { Console.problem(String(line)) }
        throw failure.status.code
    }
    if status != .done { throw status.code }
}
