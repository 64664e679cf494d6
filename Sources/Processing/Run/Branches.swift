package import Git
internal import Model

/// What a run found at the ends of the two branches.
package struct Branches {
  package let mainline: OID
  package let ledger: OID?
}
