extension Suite {
  /// The requests of a branch, against check-jsonschema with a schema of the same document.
  func check(_ table: inout ResultTable) throws {}
}
