import Azure
import Delivery

/// The program `az`.
enum AzureCommand {
    /// What it prints; its words are not shown, since a token may be among them.
    static func output(_ arguments: [String]) -> Result<[UInt8], AzureSurroundings.CommandFailure> {
        let (end, output) = CommandOutput.of(["az"] + arguments, seconds: 60, longest: 1 << 16)
        guard end == .exited(0) else { return .failure(.init("\(end)")) }
        return .success(Array(output.utf8))
    }
}
