package import Model

/// A place in a document that names another one.
///
/// Kept beside what was read, so that `assemblePolicy` can hold every name against the documents that
/// there are and point at the very place where an unknown one stands.
package struct Reference: Hashable, Sendable {
  package enum Kind: UInt8, Hashable, Sendable, CaseIterable {
    case person, workload
    /// A person or a workload.
    case identity
    case group, system
    /// `<system>/<entitlement>`.
    case entitlement
    /// A path below `policies/`.
    case certificate
    case issuer
    /// A path below `policies/`.
    case tokenKeys
  }

  package let kind: Kind
  package let name: String
  package let mark: Mark

  package init(kind: Kind, name: String, mark: Mark) {
    self.kind = kind
    self.name = name
    self.mark = mark
  }
}
