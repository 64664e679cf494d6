import Model

extension PolicyOrigin {
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
