/// That somebody has done by hand on a target what a grant needs there.
package struct HandConfirmation: Hashable, Sendable {
  /// What was done.
  package enum Deed: String, Hashable, Sendable, Codable, CaseIterable {
    case given, taken
  }

  package let grant: GrantID
  package let deed: Deed
  /// Whatever helps to find it again on the target.
  package let note: String?
  package let grantMark: Mark
  package let deedMark: Mark

  package init(grant: GrantID, deed: Deed, note: String?, grantMark: Mark, deedMark: Mark) {
    self.grant = grant
    self.deed = deed
    self.note = note
    self.grantMark = grantMark
    self.deedMark = deedMark
  }
}
