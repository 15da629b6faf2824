import Foundation

// embed-templates FOLDER OUTPUT NAME...: writes the named files of FOLDER as Swift string literals to OUTPUT.

let folder = CommandLine.arguments[1]
let output = CommandLine.arguments[2]
var source = "enum BuiltInTemplates {\n    static let files: [(name: String, text: String)] = [\n"
for name in CommandLine.arguments.dropFirst(3) {
    let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
    var hashes = "#"
    while text.contains("\"\"\"" + hashes) || text.contains("\\" + hashes) { hashes += "#" }
    source += "        (\"\(name)\", \(hashes)\"\"\"\n\(text)\n\"\"\"\(hashes)),\n"
}
source += "    ]\n}\n"
try source.write(toFile: output, atomically: true, encoding: .utf8)
