import Documents
import Model

/// The mend of one fault of a document, done to its text as somebody does it who has nothing but what is printed.
struct FieldMend {
  let text: String
  let reason: Reason

  /// The text with the mend; nil where what is printed asks for something that only people know or can do.
  var followed: String? {
    guard let line = reason.line, let column = reason.column,
      var page = DocumentPage(text, line: line, column: column)
    else { return nil }
    let (hint, message) = (reason.hint ?? "", reason.message)
    let names = quoted(hint)
    if hint.contains("<PEM") {
      return nil
    } else if message.hasSuffix("needs a value"), hint.hasPrefix("write `"), let entry = names.first
    {
      page.replaceValue { _ in filled(entry) }
    } else if hint.hasPrefix("add "), let entry = names.first {
      page.insert(filled(entry))
    } else if hint.contains("did you mean"), let name = names.last {
      if page.isAtKey { page.renameKey(name) } else { page.correct(name) }
    } else if hint.hasPrefix("it may have") {
      page.removeEntry()
    } else if hint.hasPrefix("remove `") {
      page.removeEntry()
    } else if hint.contains("keep one of the two") {
      page.removeEntry()
    } else if hint.hasPrefix("write a value behind") {
      page.removeEntry()
    } else if message.contains("takes a list"), hint.hasPrefix("write ") {
      page.replaceValue { "[\($0)]" }
    } else if message.contains("takes a mapping of"), let entry = names.first,
      let colon = entry.firstRange(of: ": ")
    {
      page.replaceValue { _ in filled(String(entry[colon.upperBound...])) }
    } else if message.contains("is a mapping of keys to values")
      || message.contains("a mapping of names to")
      || message.contains("a mapping of ids to"), let entry = names.first
    {
      page.replaceValue { _ in "{\(filled(entry))}" }
    } else if hint == "remove the quotes" {
      page.replaceValue { String($0.dropFirst().dropLast()) }
    } else if hint == "remove the line break" {
      page.replaceValue { $0.replacing("\\n", with: " ") }
    } else if hint == "remove the options in front of the key" {
      page.replaceValue { $0.split(separator: " ").dropFirst().joined(separator: " ") }
    } else if hint.contains("without a blank behind the colon") {
      page.replaceValue {
        $0.replacing(": ", with: ":").replacing("{", with: "").replacing("}", with: "")
      }
    } else if hint.hasPrefix("write an instant after") {
      page.replaceValue { _ in "2028-01-01T00:00:00Z" }
    } else if hint.hasPrefix("write a whole number") || hint.hasPrefix("write years") {
      page.replaceValue { _ in "14d" }
    } else if hint.hasPrefix("write year") || hint.hasPrefix("write it in UTC") {
      page.replaceValue { _ in "2026-11-21T09:00:00Z" }
    } else if hint == "write what it should say" {
      page.replaceValue { _ in "What it should say" }
    } else if hint.contains("write a name of small letters") {
      page.replaceValue { _ in "a-name" }
    } else if hint.contains("write"), page.isAtKey, let name = names.last {
      page.renameKey(name)
    } else if hint.contains("write"), hint.hasSuffix("`") || hint.hasSuffix("`?"),
      let value = names.last
    {
      page.replaceValue { _ in filled(value) }
    } else if hint.hasPrefix("give the ledger a branch"), let value = names.last {
      guard let ledger = DocumentPage(text, key: "ledger") else {
        return text + "ledger: \(value)\n"
      }
      page = ledger
      page.replaceValue { _ in value }
    } else if hint.hasPrefix("remove it") {
      page.replaceValue { value in
        guard let scheme = value.firstRange(of: "://"), let at = value.lastIndex(of: "@") else {
          return value
        }
        return String(value[..<scheme.upperBound]) + value[value.index(after: at)...]
      }
    } else if hint.isEmpty, let value = expected(message) {
      page.replaceValue { _ in value }
    } else {
      return nil
    }
    return page.text
  }

  /// What a fault without a mend says that there should be.
  private func expected(_ message: String) -> String? {
    guard let takes = message.firstRange(of: " takes ") else { return nil }
    let rest = String(message[takes.upperBound...])
    if rest == "a text" { return "A text" }
    if rest.hasPrefix("a name of small letters") { return "a-name" }
    if rest.hasPrefix("a whole number") { return "1" }
    if rest.hasPrefix("the name of a branch") { return "a-branch" }
    if rest.hasPrefix("the name of a role") || rest.hasPrefix("what can be the name") {
      return message.contains("`login`") ? "emp_$subject" : "a_role"
    }
    if rest.hasPrefix("a text without blanks") { return "OPS-1" }
    if rest.hasPrefix("a text with `$subject`") { return "emp_$subject" }
    if rest.hasPrefix("the id of a grant") { return "g-1f2e3d4c5b6a79881f2e3d4c5b6a7988" }
    if rest.hasPrefix("an account or a role") { return "$subject" }
    if rest.contains("and a name") { return "group:dba" }
    return quoted(rest).first.map(filled)
  }

  private func quoted(_ text: String) -> [String] {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }

  /// `entry` with the places filled in that it leaves to people.
  private func filled(_ entry: String) -> String {
    var text = entry
    let approvals = "[{count: 1, from: [group:dba]}]"
    let terms = "{risk: low, eligible: [group:dba], approvals: \(approvals), maximum_duration: 8h}"
    for (place, value) in [
      ("read-only: {risk: …}", "read-only: \(terms)"), ("{read-only: …}", "{read-only: \(terms)}"),
      ("ssh-ed25519 AAAA…", sampleKey), ("approvals: …", "approvals: \(approvals)"),
      ("approvals: […]", "approvals: \(approvals)"),
      ("g-…", "g-1f2e3d4c5b6a79881f2e3d4c5b6a7988"),
      ("{give: …, take: …}", "{give: Give it., take: Take it.}"),
      ("principals: […]", "principals: [$subject]"),
      (
        "cases: […]", "cases: [{name: One, \(FieldMend.request), approved_by: [], expect: pending}]"
      ),
      ("request: {system: …, subject: …}", FieldMend.request),
      ("system: …, ", "\(FieldMend.asked), "), ("system: …", FieldMend.asked),
      ("name: …", "name: One, \(FieldMend.request), approved_by: [], expect: pending"),
      ("days: …", "days: [mon], from: \"01:00\", to: \"05:00\""),
      ("count: …", "count: 1, from: [group:dba]"), ("type: …", "type: ledger"),
      ("reference: …", "reference: SOW-1, ends: 2027-01-31T00:00:00Z"),
      ("stale_after: …", "stale_after: 90d"), ("expire_after: …", "expire_after: 7d"),
      ("paths: …", "paths: [\"policies/**\"], approvals: \(approvals)"),
      ("keys: …", "keys: [\(sampleKey)]"), ("ssh: …", "ssh: \(sampleKey)"),
      ("class: …", "class: employee"), ("subject: …", FieldMend.reviewed),
      ("group:<id>", "group:dba"), ("person:<id>", "person:tom"),
      ("<system>/<name>", "billing/read"), ("<system>/<entitlement>", "billing/read"),
      ("/usr/local/bin/<connector>", "/usr/local/bin/it"), ("keys/<name>.asc", "keys/one.asc"),
      ("<name in pg_service.conf>", "billing"), ("ldaps://<host>", "ldaps://ldap.example"),
      ("dc=<…>", "dc=example"), ("cn=<group>", "cn=readers"),
    ] { text = text.replacing(place, with: value) }
    return text.replacing(/<[^>]*>/, with: "one")
  }

  private static let asked =
    "system: billing, subject: one, entitlement: read, duration: 8h, reason: One."
  private static let request = "request: {\(asked)}"
  private static let reviewed = "subject: ana.silva, entitlement: read-only, decision: keep"
}
