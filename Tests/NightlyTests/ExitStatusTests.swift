import Delivery
import Inputs
import SQLite
import Settings
import Store
import Testing

@testable import Nightly

/// How runs end.
@Suite struct ExitStatusTests {
    @Test func theEndThatSaysMoreCounts() {
        #expect(max(ExitStatus.done, .incomplete) == .incomplete)
        #expect(max(ExitStatus.incomplete, .alert) == .alert)
        #expect(max(ExitStatus.alert, .inputOutput) == .inputOutput)
    }

    @Test func aRunWithAnAlertDidWhatItWasToDo() {
        for status in [ExitStatus.done, .incomplete, .alert] { #expect(status.isSuccess) }
        for status in [ExitStatus.usage, .configuration] { #expect(!status.isSuccess) }
    }

    /// 66 and 65 of sysexits.h: EX_NOINPUT and EX_DATAERR.
    @Test func aDatabaseThatIsMissingEndsOtherwiseThanOneOfSomebodyElse() {
        #expect(ExitStatus(of: StoreError.missing(path: "a")) == .inputMissing)
        #expect(ExitStatus(of: StoreError.foreign(path: "a", applicationID: 1)) == .inputUnusable)
    }

    /// 7 is SQLITE_NOMEM of sqlite3.h, 71 EX_OSERR of sysexits.h.
    @Test func memoryThatSQLiteDoesNotGetIsTheSystemsLack() {
        let error = SQLiteError(extendedCode: 7, message: "out of memory", sql: "SELECT 1", path: "a")
        #expect(ExitStatus(of: error) == .systemLacks)
        #expect(error.description.contains("out of memory; raise the memory limit"))
    }

    @Test func anErrorThatNobodyKnowsIsTheProgramsOwnFault() {
        struct Strange: Error {}
        #expect(ExitStatus(of: Strange()) == .internalFault)
    }

    @Test func aWrongAddressIsAFaultOfTheSettingsAndSaysThatItIsOfTheMail() {
        let failure = Failure(of: MailError.noRecipient)
        #expect(failure.status == .configuration)
        #expect(failure.description == "mail: \(MailError.noRecipient.description)")
    }
}
