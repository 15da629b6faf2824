/// Why a line, a row or a value was not understood.
package enum RejectReason: UInt8, Error {
    // The JSON grammar (RFC 8259)
    case endsTooEarly
    case endsInsideText
    case notJSON
    case controlCharacter
    case badEscape
    case loneSurrogate
    case notUTF8
    case badNumber
    case singleQuotes
    case tooDeep
    case textAfterValue
    case doubleKey
    case notAnObject
    // The record
    case noTime
    case badTime
    case numericTime
    case noZone
    case timeOutOfRange
    case noOperation
    case operationMissing
    case unknownLevel
    case otherCategoryOfConnection
    case codeLost
    case noDevice
    case deviceTooLong
    case moduleTooLong
    case fieldTooLong
    case zeroCharacter
    case wrongKind
    case badProperties
    case queryFailed
    // The container
    case tooLong
    case zeroBytes
    case recordAroundRecords
    case rowWithoutColumns
    case rowLength
    case badQuote
    case notHeader
    case returnsAlone
    case perhapsCut
    case localTime
    case localTimeSkipped
    case dateOrder
    case dateOrderWrong
    case dateOrderMixed
    case dateLost

    /// Whether more bytes might have made it right.
    var isCut: Bool { self == .endsTooEarly || self == .endsInsideText }

    /// One clause in lower case: what was expected, what was found.
    package var text: String {
        switch self {
        case .endsTooEarly: "the record is cut short"
        case .endsInsideText: "the record is cut short inside a text"
        case .notJSON: "not JSON"
        case .controlCharacter: "not JSON: raw control character inside a text"
        case .badEscape: "not JSON: unknown escape inside a text"
        case .loneSurrogate: "unpaired surrogate"
        case .notUTF8: "not UTF-8; save a table as CSV UTF-8, convert other text with iconv"
        case .badNumber: "not JSON: malformed number"
        case .singleQuotes: "not JSON: single quotation marks, as Python prints; write it with json.dumps"
        case .tooDeep: "nested deeper than 64 levels"
        case .textAfterValue: "text after the end of the record"
        case .doubleKey: "a field appears twice"
        case .notAnObject: "expected a record in braces"
        case .noTime: "no time"
        case .badTime: "unrecognized timestamp format; write it as 2026-03-10T06:00:04Z"
        case .numericTime: "the time is a number that does not say what it counts; write it as 2026-03-10T06:00:04Z"
        case .noZone: "the time names no zone; pass --time-zone and --local-time-order dmy or mdy"
        case .timeOutOfRange: "the time is not between 2000-01-01 and 2100-01-01"
        case .noOperation: "neither a category nor an operation, and no field that holds a record"
        case .operationMissing: "no operation"
        case .unknownLevel: "the level is not Information, Warning, Error or Critical, nor a number from 0 to 5"
        case .otherCategoryOfConnection:
            "a connect or disconnect under an unknown category: the category is misspelled, or the fields are shifted"
        case .codeLost:
            "the result code is written with an exponent, as a spreadsheet shortens it; "
                + "import the export as it was downloaded"
        case .noDevice: "no device id"
        case .deviceTooLong: "the device id is longer than 128 characters"
        case .moduleTooLong: "the module id is longer than 128 characters"
        case .fieldTooLong: "a field is longer than 2048 bytes"
        case .zeroCharacter: "a field holds a zero character"
        case .wrongKind: "a field has the wrong type"
        case .badProperties: "the properties are not a JSON object"
        case .queryFailed: "the query answered with an error in place of rows"
        case .tooLong: "longer than 2 MiB"
        case .zeroBytes: "NUL bytes instead of text (incomplete download?)"
        case .recordAroundRecords: "a record that holds other records: those were read, its own fields were not"
        case .rowWithoutColumns: "a row of a table whose columns are not known"
        case .rowLength: "the row has another number of fields than the table has columns"
        case .badQuote: "a quotation mark inside a field without quotes, or text after its closing quote"
        case .notHeader: "text before the header"
        case .returnsAlone:
            "a table whose lines end in carriage returns alone, as spreadsheets once saved them; save it as CSV UTF-8"
        case .perhapsCut: "last row not newline-terminated; its last field may be truncated"
        case .localTime:
            "the times are local and name no zone; pass --time-zone and --local-time-order dmy or mdy"
        case .localTimeSkipped: "the clocks of the time zone skip this local time"
        case .dateOrder: "day and month could be swapped; pass --local-time-order dmy or mdy"
        case .dateOrderWrong:
            "days beyond 12 are where the given order has the month, so the order is wrong for this file; "
                + "pass the other one with --local-time-order"
        case .dateOrderMixed:
            "the day comes first in some rows and the month in others, so no order is right; export it again"
        case .dateLost:
            "the times have lost their date and hour, as a spreadsheet saves what it shows; "
                + "import the export as it was downloaded"
        }
    }
}
