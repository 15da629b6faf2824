extension String {
    /// Whether the bytes of this text come first: what settles the order of two texts that Unicode calls equivalent, which
    /// `<` takes for one, so that it does not hang on the order in which they were read.
    package func hasBytes(before other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
