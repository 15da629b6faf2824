import Testing

@testable import Nightly

@Suite struct PeakMemoryTests {
    @Test func theSystemsFigureIsInKibibytes() {
        #expect(
            PeakMemory.bytes(in: "Name:\thubdrops\nVmPeak:\t  999 kB\nVmHWM:\t  113956 kB\nVmRSS:\t 1 kB\n")
                == 116_690_944)
    }

    @Test(arguments: ["", "VmHWM:\t12 MB\n", "VmHWM:\tmuch kB\n", "VmHWM:\t9223372036854775807 kB\n"])
    func aFigureThatIsNoneIsNone(status: String) {
        #expect(PeakMemory.bytes(in: status) == nil)
    }

    @Test func thisProcessHasOne() throws {
        #expect(try #require(PeakMemory.bytes) > 1 << 20)
    }

    @Test func aRunThatTookMoreThanItsBoundSaysHowMuch() throws {
        #expect(PeakMemory.words(512 << 20, bound: 512) == nil)
        let words = try #require(PeakMemory.words(512 << 20 + 1, bound: 512))
        #expect(words.hasPrefix("this run used 513 MiB, more than the 512 MiB allowed (memory): "))
    }
}
