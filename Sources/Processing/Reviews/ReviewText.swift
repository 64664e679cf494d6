internal import Model

/// The files of reviews, as text that their readers take.
enum ReviewText {
  /// Everybody with one of `grants`, their decisions left open: a file that nobody has filled in is
  /// invalid, so no list is signed by accident.
  ///
  /// - Parameters:
  ///   - adopted: Standing access that somebody answers for: it is no grant, and only to be seen.
  ///   - mandates: What was approved in advance: whoever is removed has no mandate for it any more.
  static func access(
    of system: TargetSystem, _ grants: [Grant], adopted: [AdoptedAccess] = [],
    mandates: [MandateRecord] = [], at now: Instant
  ) -> String {
    var lines = [
      "# Who has access to \(system.id). Write keep or remove behind each decision; a note is optional.",
      "system: \(system.id)", "as_of: \(now)",
    ]
    let agreed = mandates.flatMap { record in
      record.terms.holdings.filter { $0.entitlement.system == system.id }.map { ($0, record) }
    }
    let ends = Dictionary(
      grants.map { ($0.holding, $0.end) } + agreed.map { ($0.0, $0.1.terms.until) }
    ) { max($0, $1) }
    lines.append(ends.isEmpty ? "access: []" : "access:")
    for (holding, end) in ends.sorted(by: { $0.key < $1.key }) {
      let name = yamlScalar(holding.entitlement.entitlement)
      lines.append("  # until \(end)")
      lines += grants.filter { $0.holding == holding }.sorted { $0.id < $1.id }.map { grant in
        let ticket = grant.ticket.map { " for \(yamlScalar($0))" } ?? ""
        return "  # \(grant.id), \(grant.state.rawValue)\(ticket): \(yamlScalar(grant.reason))"
      }
      lines += agreed.filter { $0.0 == holding }.map { _, record in
        "  # the mandate \(record.path), \(record.state.rawValue), \(record.used) of \(record.terms.grants) used: "
          + yamlScalar(record.terms.reason)
      }
      lines += [
        "  - subject: \(yamlScalar(holding.subject.text))",
        "    entitlement: \(name)", "    decision:",
      ]
    }
    lines += adopted.filter { $0.system == system.id }.map { found in
      "# standing, for which \(found.owner) answers until \(found.reviewBy): "
        + "\(yamlScalar(found.item.subject)) on \(yamlScalar(found.item.target))"
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// That what `grant` needs by hand is done.
  static func confirmation(of grant: Grant, _ deed: HandConfirmation.Deed, note: String?) -> String
  {
    let lines =
      [
        "# \(grant.subject) on \(grant.entitlementName), \(grant.start) to \(grant.end)",
        "grant: \(grant.id)", "confirms: \(deed.rawValue)",
      ] + (note.map { ["note: \(yamlScalar($0))"] } ?? [])
    return lines.map { $0 + "\n" }.joined()
  }

  /// That `owner` answers for `items` on `system`.
  static func standing(
    _ items: [StandingAccess.Item], on system: SystemID, owner: IdentityID, reviewBy: Instant,
    reason: String
  ) -> String {
    let head = [
      "# Access to \(system) that no grant explains. Take out what is to go, and take it away on the target.",
      "standing: \(yamlScalar(system.text))", "owner: \(yamlScalar(owner.text))",
      "review_by: \(reviewBy)", "reason: \(yamlScalar(reason))", "access:",
    ]
    let lines = items.flatMap {
      ["  - subject: \(yamlScalar($0.subject))", "    target: \(yamlScalar($0.target))"]
    }
    return (head + lines).map { $0 + "\n" }.joined()
  }

  /// What was found about `grant`.
  static func emergency(_ grant: Grant, finding: String, actions: [String]) -> String {
    let list =
      actions.isEmpty
      ? ["actions: []"] : ["actions:"] + actions.map { "  - \(yamlScalar($0))" }
    let lines =
      [
        "# \(grant.subject) on \(grant.entitlementName), \(grant.start) to \(grant.end)",
        "grant: \(grant.id)", "finding: \(yamlScalar(finding))",
      ] + list
    return lines.map { $0 + "\n" }.joined()
  }
}
