internal import Model

/// The id that a person may get by their address: what stands before the `@`, in the letters that ids have.
///
/// It only ever names somebody new: who somebody is, an address says whole or not at all (THREATS row 75).
func proposedID(for address: String) -> IdentityID? {
  var id = ""
  for scalar in address.unicodeScalars.prefix(while: { $0 != "@" }) {
    switch scalar {
    case "a"..."z", "0"..."9", ".", "_", "-": id.unicodeScalars.append(scalar)
    case "+": id += "-"
    default: id += plainLetters[scalar] ?? ""
    }
  }
  return IdentityID(id)
}

/// What Latin letters with marks are written as without.
private let plainLetters: [Unicode.Scalar: String] = {
  let table = [
    "a": "àáâãåāăąÀÁÂÃÅĀĂĄ", "ae": "äæÄÆ", "c": "çćĉċčÇĆĈĊČ", "d": "ďđðĎĐÐ",
    "e": "èéêëēĕėęěÈÉÊËĒĔĖĘĚ",
    "g": "ĝğġģĜĞĠĢ", "h": "ĥħĤĦ", "i": "ìíîïĩīĭįıÌÍÎÏĨĪĬĮİ", "j": "ĵĴ", "k": "ķĶ",
    "l": "ĺļľŀłĹĻĽĿŁ",
    "n": "ñńņňÑŃŅŇ", "o": "òóôõōŏőÒÓÔÕŌŎŐ", "oe": "öøœÖØŒ", "r": "ŕŗřŔŖŘ", "s": "śŝşšșŚŜŞŠȘ",
    "ss": "ß",
    "t": "ţťŧțŢŤŦȚ", "u": "ùúûũūŭůűųÙÚÛŨŪŬŮŰŲ", "ue": "üÜ", "w": "ŵŴ", "y": "ýÿŷÝŸŶ", "z": "źżžŹŻŽ",
    "th": "þÞ",
  ]
  var letters: [Unicode.Scalar: String] = [:]
  for (plain, marked) in table {
    for scalar in marked.unicodeScalars { letters[scalar] = plain }
  }
  return letters
}()
