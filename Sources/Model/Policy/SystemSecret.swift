/// What is to be rotated on a system once somebody has left who ever held something there.
package struct SystemSecret: Hashable, Sendable {
  /// What people call it; nothing else of its system is called so.
  package let name: String
  /// The program that says when it was last rotated, and its arguments; nil where a person signs that it was.
  package let rotatedBy: [String]?

  package init(name: String, rotatedBy: [String]? = nil) {
    self.name = name
    self.rotatedBy = rotatedBy
  }
}
