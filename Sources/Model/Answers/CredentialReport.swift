/// The certificates of a grant that were put beside their keys.
package struct CredentialReport: Sendable {
  /// One file that was written.
  package struct File: Sendable {
    package let path: String
    /// The fingerprint of the key that it is for.
    package let key: String

    package init(path: String, key: String) {
      self.path = path
      self.key = key
    }
  }

  package let grant: Grant
  /// Never empty.
  package let files: [File]

  package init(grant: Grant, files: [File]) {
    self.grant = grant
    self.files = files
  }
}
