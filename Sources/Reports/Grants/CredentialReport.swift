package import Model

extension CredentialReport: Report {
  package func text(_ style: Style) -> String {
    var page = Page(style)
    for file in files { page.line("wrote \(file.path, .strong)") }
    let login = grant.certificate?.login
    let names = login?.principals ?? [grant.certificate?.profile?.commonName].compactMap(\.self)
    let from: Phrase = style.now < grant.start ? "from \(style.moment(grant.start)) " : ""
    page.line(
      "for \(grant.subject, .strong) on \(grant.entitlementName) " + from
        + "until \(style.moment(grant.end)), as \(names.joined(separator: ", "))")
    page.gap()
    if login == nil {
      page.next(
        nil, files.prefix(1).map { "curl --cert \($0.path) --key <key> https://<server>/" },
        "A client needs both the certificate and its private key.")
    } else {
      page.next(
        nil, names.prefix(1).map { "ssh \($0)@<host>" },
        "ssh offers the certificate with the key by itself.")
    }
    return page.text
  }

  package var json: JSONValue {
    [
      "grant": JSONValue(grant),
      "files": JSONValue(files) { ["path": .string($0.path), "key": .string($0.key)] },
    ]
  }
}
