internal import Model
internal import Signatures

/// One of the people that an access repository starts with.
package struct FirstPerson: Sendable {
  let id: IdentityID
  let name: String
  let emails: [String]
  let key: SSHPublicKey

  /// Reads `id=…,name=…,email=…,key=FILE.pub`; `email` may be given more than once.
  ///
  /// - Throws: `.wrongUsage`, saying what is missing or wrong.
  init(written text: String, _ files: FileAccess) throws(ProcessingError) {
    var fields: [String: [String]] = [:]
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2, FirstPerson.names.contains(String(pair[0])) else {
        throw FirstPerson.wrong(
          text, "'\(part)' is none of \(FirstPerson.names.joined(separator: "=…, "))=…")
      }
      fields[String(pair[0]), default: []].append(String(pair[1]))
    }
    func one(_ name: String) throws(ProcessingError) -> String {
      guard let values = fields[name], values.count == 1, !values[0].isEmpty else {
        throw FirstPerson.wrong(text, "it needs \(name)=… once")
      }
      return values[0]
    }
    guard let emails = fields["email"], emails.allSatisfy({ !$0.isEmpty }) else {
      throw FirstPerson.wrong(text, "it needs email=… at least once")
    }
    try self.init(
      id: try one("id"), name: try one("name"), emails: emails, keyFile: try one("key"), files)
  }

  /// - Throws: `.wrongUsage` where the id is none or the key cannot be used.
  package init(
    id: String, name: String, emails: [String], keyFile: String, _ files: FileAccess
  ) throws(ProcessingError) {
    guard let known = IdentityID(id) else {
      throw ProcessingError(
        .wrongUsage, "'\(id)' is no id.",
        hint: "Ids have small letters, digits, '.', '_' and '-', such as priya.nair.")
    }
    self.id = known
    self.name = name
    self.emails = emails
    key = try PublicKeyFile.read(keyFile, files)
  }

  /// The key as policies write it, with the id as its comment.
  var keyLine: String { "\(key.authorizedKey) \(id)" }

  private static let names = ["id", "name", "email", "key"]

  private static func wrong(_ text: String, _ what: String) -> ProcessingError {
    ProcessingError(
      .wrongUsage, "\(OptionName.person) \(text): \(what).",
      hint:
        "Write \(OptionName.person) 'id=priya.nair,name=Priya Nair,email=priya@example.com,key=priya.pub'."
    )
  }
}

/// Files with one public SSH key, as `ssh-keygen` writes them.
enum PublicKeyFile {
  /// - Throws: `.wrongUsage` where the file is not there or has no key that can be relied on.
  static func read(_ path: String, _ files: FileAccess) throws(ProcessingError) -> SSHPublicKey {
    guard let bytes = try files.read(path) else {
      throw ProcessingError(
        .wrongUsage, "There is no key file \(path).", hint: "Make one: ssh-keygen -t ed25519.")
    }
    guard !bytes.starts(with: "-----BEGIN".utf8) else {
      throw ProcessingError(
        .wrongUsage, "\(path) is a private key.", hint: "Give the public one: \(path).pub.")
    }
    let key: SSHPublicKey
    do throws(SSHError) {
      key = try SSHPublicKey(authorizedKey: bytes)
    } catch {
      throw ProcessingError(
        .wrongUsage, "\(path) is no public SSH key: \(error.description)",
        hint: "Give the file that ssh-keygen wrote, which ends in .pub.")
    }
    if let weakness = key.weakness {
      throw ProcessingError(
        .wrongUsage, "The key in \(path) is too weak: \(weakness.description).",
        hint: "Make another: ssh-keygen -t ed25519.")
    }
    return key
  }
}
