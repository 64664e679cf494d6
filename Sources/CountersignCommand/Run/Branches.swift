internal import Git
internal import Model

/// What a run found at the ends of the two branches.
struct Branches {
  let mainline: OID
  let ledger: OID?
}
