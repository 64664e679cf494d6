import Model

extension CheckBasis {
  var facts: [(label: String, fact: Phrase)] {
    let standing: Phrase =
      switch authority {
      case .ledger: "in force by the ledger"
      case .anchor: "the anchor's; there is no ledger yet"
      case .mainline: "of \(baseName); \("advice only", .waiting), since no anchor was given"
      }
    return [
      ("branch", "\(head.short), \(counted(commits, "commit"))"),
      ("against", "\(baseName) at \(base.short)"), ("policy", "\(policy.short), \(standing)"),
    ]
  }

  var json: JSONValue {
    [
      "head": JSONValue(text: head), "base": JSONValue(text: base), "against": .string(baseName),
      "commits": .integer(commits), "policy": JSONValue(text: policy),
      "authority": .string(authority.rawValue),
    ]
  }
}
