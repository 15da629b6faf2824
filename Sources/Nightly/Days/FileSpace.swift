import Delivery
import Diagnosis

/// Room in a file without a name for what an analysis cannot have in memory.
struct FileSpace: ScratchSpace {
    let file: ScratchFile

    func put<Value: BitwiseCopyable & Sendable>(_ values: [Value]) throws -> @Sendable () throws -> [Value] {
        let piece = try file.put(values)
        return { [file] in try file.take(piece, as: Value.self) }
    }
}
