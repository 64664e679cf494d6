/// Which policies an answer follows from, and whose word it is that they govern.
package struct PolicyOrigin: Sendable {
  package let tree: ObjectID
  /// Absent for a revision that somebody named: nobody says that it governs.
  package let authority: CheckBasis.Authority?
  /// The revision that they are of, as git's commands name it.
  package let name: String

  package init(tree: ObjectID, authority: CheckBasis.Authority?, name: String) {
    self.tree = tree
    self.authority = authority
    self.name = name
  }
}
