import Foundation

// embed-texts TYPE FOLDER OUTPUT NAME...: writes the named files of FOLDER as Swift string literals of TYPE to OUTPUT.

let (type, folder, output) = (CommandLine.arguments[1], CommandLine.arguments[2], CommandLine.arguments[3])
var source = "enum \(type) {\n    static let files: [(name: String, text: String)] = [\n"
for name in CommandLine.arguments.dropFirst(4) {
    let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
    var hashes = "#"
    while text.contains("\"\"\"" + hashes) || text.contains("\\" + hashes) { hashes += "#" }
    source += "        (\"\(name)\", \(hashes)\"\"\"\n\(text)\n\"\"\"\(hashes)),\n"
}
source += "    ]\n}\n"
// Debug and release builds share the file: one that is written anew for the one is compiled anew for the other.
if (try? String(contentsOfFile: output, encoding: .utf8)) != source {
    try source.write(toFile: output, atomically: true, encoding: .utf8)
}
