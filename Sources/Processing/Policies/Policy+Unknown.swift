package import Model

extension Policy {
  /// That somebody named a system or an entitlement that is not there, with what they may have meant.
  package func unknown(_ system: SystemID, _ entitlement: String?) -> ProcessingError {
    let hint: String
    if let found = systems[system] {
      hint = "\(system) has \(found.entitlements.map(\.name).joined(separator: ", "))."
    } else {
      let names = systems.keys.sorted().prefix(20).map(\.text)
      let near =
        suggestion(for: system.text, among: systems.keys.map(\.text)).map { "\($0) " } ?? ""
      hint =
        near + "The systems are \(names.joined(separator: ", "))\(systems.count > 20 ? ", …" : "")."
    }
    return ProcessingError(
      .negative,
      entitlement.map { "There is no entitlement \(system)/\($0)." }
        ?? "There is no system \(system).", hint: hint)
  }
}
