import Testing

@testable import Azure

/// The forms of "Azure Monitor Log Analytics API response format" and Kusto's "Query V2 HTTP response".
@Suite struct AnswerCheckTests {
    private static let completion = #"{"FrameType":"DataSetCompletion","HasErrors":false,"Cancelled":false}"#
    private static let table = #"{"FrameType":"DataTable","TableKind":"PrimaryResult","Columns":[],"Rows":[["a"]]}"#

    private func check(_ text: String) -> String {
        let check = AnswerCheck(Array(text.utf8))
        return (check.isWhole ? "whole" : "cut") + (check.hasErrors ? " with errors" : "")
    }

    @Test(arguments: [
        (#"{"tables":[{"name":"PrimaryResult","columns":[],"rows":[["{\"error\":1}"]]}]}"#, "whole"),
        (#"{"tables":[],"error":null}"#, "whole"),
        (#"{"tables":[{"rows":[]}],"error":{"code":"PartialError"}}"#, "whole with errors"),
        (#"{ "error" : {"code":"PartialError"}, "tables" : [] }"#, "whole with errors"),
        (#"{"tables":[{"rows":[["a""#, "cut"), ("{}", "cut"), ("", "cut"), (#"{"error"#, "cut"), (#"{"a\"#, "cut"),
        (#"{"tables":[{"error":1}]}"#, "whole"),
    ])
    func ofLogAnalytics(text: String, expected: String) { #expect(check(text) == expected) }

    @Test(arguments: [
        ("[\(table),\(completion)]", "whole"), ("[\(table)]", "cut"), ("[\(table),\(completion)", "cut"),
        ("[\(table),\(completion.replacing("false", with: "true"))]", "whole with errors"),
        (
            #"[{"FrameType": "DataTable", "Rows": [["a"], {"OneApiErrors": [{"error": {}}]}]}, \#(completion)]"#,
            "whole with errors"
        ),
        (#"[{"FrameType":"TableCompletion","RowCount":1,"OneApiErrors":[{}]},\#(completion)]"#, "whole with errors"),
        (#"[{"FrameType":"TableCompletion","OneApiErrors":[]},\#(completion)]"#, "whole"),
        (#"[{"FrameType":"DataTable","Rows":[["{\"FrameType\":\"DataSetCompletion\"}"]]}]"#, "cut"),
    ])
    func ofDataExplorer(text: String, expected: String) { #expect(check(text) == expected) }
}
