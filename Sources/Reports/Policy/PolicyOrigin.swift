package import Model

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

  var phrase: Phrase {
    switch authority {
    case .ledger: "\(tree.short), in force by the ledger"
    case .anchor: "\(tree.short), the anchor's; there is no ledger yet"
    case .mainline:
      "\(tree.short), of \(name); \("advice only", .waiting), since no anchor was given"
    case nil: "\(tree.short), of \(name)"
    }
  }

  var json: JSONValue {
    JSONValue(present: [
      "tree": JSONValue(text: tree), "of": .string(name),
      "authority": authority.map { .string($0.rawValue) },
    ])
  }
}
