extension FileReading {
    func readCSV() throws {
        try reject(.notJSON, line: line, from: window.position, to: window.bytes.count)
    }
}
