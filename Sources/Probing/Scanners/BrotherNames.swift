/// The model and the name that an officer chose, as Brother's drivers list a network scanner: both
/// in one entry, in an order that depends on the driver. Pure and total.
///
/// `brother4:net1;dev0 | Brother | MotCuaP201 | DCP-L2520DW`: since brscan4 the *model* is what
/// `brsaneconfig4 -a name=` was given, and the *type* is the model. Up to brscan3 it is the other
/// way round, `brother2:net1;dev0 | Brother | MFC-8460N | SCANNER`. On the USB the model is the
/// model and the type is `USB scanner`.
struct BrotherNames: Equatable, Sendable {
  var model: String?
  /// Often the scanner's host name, but it can be anything, even a person's: for comparison only.
  var chosen: String?

  /// - Parameters:
  ///   - backend: `brother`, `brother2`, … `brother5`.
  ///   - model, type: as listed.
  init(backend: String, isOnNetwork: Bool, model: String?, type: String?) {
    guard isOnNetwork else {
      self.model = model
      return
    }
    let chosenFirst = (Int(backend.dropFirst("brother".count)) ?? 1) >= 4
    // brscan4 marks some of them: `*brother-mfc9330cdw`.
    chosen = (chosenFirst ? model : type).map { String($0.drop { $0 == "*" }) }
    // `Brother`, `USB scanner` and `network scanner` are types, but no models.
    if let named = chosenFirst ? type : model, named.contains(where: \.isNumber) {
      self.model = named
    } else {
      self.model = chosen.flatMap(Self.model)
    }
  }

  private static let series = ["DCP", "MFC", "ADS", "HL", "FAX", "PDS", "MDS", "DS"]

  /// The model in a chosen name that consists of nothing else, written as Brother does:
  /// `MFCL2700DW` is the MFC-L2700DW.
  static func model(in chosen: String) -> String? {
    let text = chosen.uppercased()
    guard let front = series.first(where: text.hasPrefix) else { return nil }
    var rest = text.dropFirst(front.count)
    if let mark = rest.first, "- ".contains(mark) { rest = rest.dropFirst() }
    let number = rest.prefix { $0 != " " }
    let digits = number.drop { $0.isLetter }.prefix { $0.isNumber }
    guard number.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }), digits.count >= 3,
      number.prefix(while: \.isLetter).count <= 1
    else { return nil }
    return "\(front)-\(number)"
  }
}
