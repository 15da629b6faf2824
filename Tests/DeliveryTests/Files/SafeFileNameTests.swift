import Testing

@testable import Delivery

@Suite struct SafeFileNameTests {
    @Test(arguments: [
        ("sensor-7_a.b", "sensor-7_a.b"), ("a/b", "a=2Fb"), ("..", "=2E=2E"), (".", "=2E"), ("", "=_"),
        ("-rf", "=2Drf"), ("a=b", "a=3Db"), ("é", "=C3=A9"), ("a\u{0}b\n", "a=00b=0A"), (".hidden.", "=2Ehidden=2E"),
    ])
    func onlyHarmlessBytesStay(text: String, name: String) {
        #expect(SafeFileName(text).description == name)
    }

    @Test func longTextsStayBoundedAndApart() {
        let long = String(repeating: "d", count: 5000)
        let name = SafeFileName(long + "1").description
        #expect(name.utf8.count <= SafeFileName.longest)
        #expect(name != SafeFileName(long + "2").description)
        // python3 -c 'import hashlib; print(hashlib.sha256(b"d" * 5000 + b"1").hexdigest()[:32].upper())'
        #expect(name == String(repeating: "d", count: 60) + "=~66A760693274D91AEE61F5DF248A1B20")
    }

    @Test func anEscapeIsNeverCutInTwo() {
        let name = SafeFileName(String(repeating: "/", count: 128)).description
        #expect(name.hasPrefix(String(repeating: "=2F", count: 20) + "=~"))
    }

    @Test func partsDoNotRunIntoOneAnother() {
        let one = SafeFileName(parts: ["a=.b", "c"], extension: "html").description
        let other = SafeFileName(parts: ["a", "b=.c"], extension: "html").description
        #expect(one == "a=3D.b=.c.html")
        #expect(other == "a=.b=3D.c.html")
    }
}
