/// The editions of Windows, whose updates end on different days.
///
/// Their names are the system's language's: `Windows 11 Entreprise`, `Windows 10 企业版`. One that is
/// not known here may be any.
enum WindowsEdition {
  case home, pro, enterprise, iot, unknown

  init(_ name: String?) {
    let words = (name ?? "").lowercased().split { !$0.isLetter }.map(String.init)
    func names(_ beginnings: [String]) -> Bool {
      words.contains { word in beginnings.contains(where: word.hasPrefix) }
    }
    self =
      if names(["iot"]) {
        .iot
        // Pro Education and Pro for Workstations end with Pro.
      } else if names(["pro", "профес", "专业"]) {
        .pro
      } else if names(["home", "famil", "домаш", "家庭"]) {
        .home
      } else if names(["enterpris", "entrepris", "educa", "éduca", "корпоратив", "企业", "教育"]) {
        .enterprise
      } else {
        .unknown
      }
  }
}
