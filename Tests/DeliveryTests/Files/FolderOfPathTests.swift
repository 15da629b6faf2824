import Delivery
import Testing

@Suite struct FolderOfPathTests {
    @Test(arguments: [
        ("h", "."), ("h.sqlite", "."), ("a/h", "a"), ("a/b/c", "a/b"), ("/h", "/"), ("/a/h", "/a"), ("a//h", "a"),
        ("a/h/", "a"), ("./h", "."), ("../h", ".."), ("", "."), ("/", "/"), ("é/h", "é"),
    ])
    func theFolderOfAPathIsWhatStandsBeforeItsLastName(path: String, folder: String) {
        #expect(path.folder == folder)
    }
}
