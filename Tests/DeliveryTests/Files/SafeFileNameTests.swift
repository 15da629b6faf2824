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

    /// Values of `sha256sum`.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (String(repeating: "a", count: 55), "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
        (String(repeating: "a", count: 56), "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"),
        (String(repeating: "a", count: 64), "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
        (String(repeating: "a", count: 119), "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb"),
        (String(repeating: "a", count: 120), "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c"),
    ])
    func theHashIsThatOfFIPS180(text: String, digest: String) {
        #expect(SHA256.hex(of: Array(text.utf8)) == digest)
    }
}
