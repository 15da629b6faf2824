extension Bytes {
    /// Whether a line only says what is to be done with the next one, as the bodies of Elasticsearch's bulk API have it
    /// (Elasticsearch API, "Bulk index or delete documents"): `{"index":{"_index":"logs","_id":"1"}}`.
    func isBulkAction(from: Int, to: Int) -> Bool {
        guard to - from <= 4096 else { return false }
        let arena = Arena()
        arena.reset(for: 2 * (to - from))
        var json = JSONReader(self, from: from, to: to, arena: arena)
        do throws(RejectReason) {
            guard try json.open(closing: UInt8(ascii: "}")), Bytes.isAction(try json.key()),
                try json.peek() == UInt8(ascii: "{")
            else { return false }
            var isOfBulk = true
            if try json.open(closing: UInt8(ascii: "}")) {
                isOfBulk = false
                repeat {
                    let name = try json.key()
                    isOfBulk = isOfBulk || name.equals("_index") || name.equals("_id")
                    try json.skipValue()
                } while try json.more(closing: UInt8(ascii: "}"))
            }
            let isAlone = try !json.more(closing: UInt8(ascii: "}"))
            return isOfBulk && isAlone
        } catch {
            return false
        }
    }

    private static func isAction(_ name: Bytes) -> Bool {
        let actions: [StaticString] = ["index", "create", "update", "delete"]
        return actions.contains { name.equals($0) }
    }
}
