/// Where in a document something stands.
package struct Mark: Hashable, Sendable {
  /// Lines and columns are counted from 1; a column counts Unicode scalars, as editors do.
  package let line: Int
  package let column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// A place in a file, or the file as a whole.
package struct SourceLocation: Hashable, Sendable {
  package let file: String
  package let mark: Mark?

  package init(file: String, mark: Mark? = nil) {
    self.file = file
    self.mark = mark
  }
}

/// A value together with the place that set it.
package struct Marked<Value: Hashable & Sendable>: Hashable, Sendable {
  package let value: Value
  package let mark: Mark

  package init(_ value: Value, _ mark: Mark) {
    self.value = value
    self.mark = mark
  }
}
