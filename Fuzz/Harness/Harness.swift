import FuzzChecks
import Glibc

/// The reader that this process feeds, by the environment: `FUZZ_READER=csv`.
private let reader: ReaderUnderTest = {
    let name = unsafe getenv("FUZZ_READER").map { unsafe String(cString: $0) } ?? ""
    guard let reader = ReaderUnderTest(rawValue: name) else {
        let names = ReaderUnderTest.allCases.map(\.rawValue).joined(separator: ", ")
        fatalError("FUZZ_READER is '\(name)', expected one of \(names)")
    }
    return reader
}()

/// What libFuzzer calls for every input; a trap is a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let faults = unsafe reader.faults(of: Array(UnsafeBufferPointer(start: start, count: count)))
    if !faults.isEmpty { fatalError(faults.joined(separator: "; ")) }
    return 0
}

/// libFuzzer's loop, as its header `FuzzerInterface.h` declares it.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// Where the program begins: the package manager links `main` to this name, over the one that libFuzzer brings.
@_cdecl("fuzz_main")
public func begin(_ count: Int32, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> Int32 {
    var (count, arguments) = unsafe (count, arguments)
    return unsafe runFuzzer(&count, &arguments, testOneInput)
}
