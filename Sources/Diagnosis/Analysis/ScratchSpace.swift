/// Room outside of memory, such as a file, where values wait until they are needed again.
package protocol ScratchSpace: Sendable {
    /// Puts values there.
    ///
    /// - Returns: what reads them back, any number of times and on any thread.
    /// - Throws: where they cannot be written, or read.
    func put<Value: BitwiseCopyable & Sendable>(_ values: [Value]) throws -> @Sendable () throws -> [Value]
}

/// Reads back values that a `ScratchSpace` has.
typealias Stored<Value> = @Sendable () throws -> [Value]
