internal import Model

/// Whether a merge approves what it brings in.
enum ApprovalVerdict {
  case approval(SeenApproval)
  case none(Reason)
}
