// SPDX-License-Identifier: Apache-2.0

import Kernel
import Search
import TestKit
import Testing
import Units

@Suite("Finding units")
struct UnitSearchTests {
    @Test(
        "as people type",
        arguments: [
            ("xã yên hòa yên mô ninh bình", "14722", "Xã Yên Hòa"), ("yen hoa yen mo", "14722", "Xã Yên Hòa"),
            ("X. Yên Hoà, H. Yên Mô, T. Ninh Bình", "14722", "Xã Yên Hòa"), ("P. Yên Hòa", "00175", "Phường Yên Hòa"),
            ("p yen hoa ha noi", "00175", "Phường Yên Hòa"), ("phuong yen hoa HN", "00175", "Phường Yên Hòa"),
            ("TP.HCM", "79", "Thành phố Hồ Chí Minh"), ("tphcm", "79", "Thành phố Hồ Chí Minh"),
            ("hcm", "79", "Thành phố Hồ Chí Minh"),
            ("HN", "01", "Thành phố Hà Nội"), ("T. Ninh Bình", "37", "Tỉnh Ninh Bình"),
            ("ninh binh", "37", "Tỉnh Ninh Bình"),
            ("tỉnh bến tre", "83", "Tỉnh Bến Tre"), ("Q1 tp hcm", "760", "Quận 1"), ("q. 1", "760", "Quận 1"),
            ("tt prao", "20467", "Thị trấn Prao"), ("M'Drak", "24412", "Xã M'Drắk"),
            ("hoang sa", "20333", "Đặc khu Hoàng Sa"),
            ("đặc khu trường sa", "22736", "Đặc khu Trường Sa"), ("xa yen mo", "14701", "Xã Yên Mô"),
            ("xã yên mô ninh b", "14701", "Xã Yên Mô"),
            ("Xã Yên Mô Ninh Bình", "14701", "Xã Yên Mô"),
        ])
    func typed(text: String, code: String, name: String) async throws {
        let (service, _) = try await UnitService.loaded(.sqlite)
        let found = try await service.find(text)
        #expect(found.first?.unit.code == code, "found \(found.prefix(3).map(\.unit.name))")
        #expect(found.first?.unit.name == name)
    }

    @Test("a former unit says what it became", arguments: Backend.available)
    func heirs(backend: Backend) async throws {
        let (service, _) = try await UnitService.loaded(backend)
        let found = try #require(try await service.find("xã yên hòa yên mô ninh bình").first)
        #expect(found.ancestors.map(\.name) == ["Tỉnh Ninh Bình", "Huyện Yên Mô"])
        #expect(found.heirs.map(\.name) == ["Xã Yên Mô"])
    }

    @Test("the present comes before the past, the letters as typed before others")
    func ranking() async throws {
        let (service, _) = try await UnitService.loaded(.sqlite)
        let yenHoa = try await service.find("yên hòa", limit: 20).map(\.unit)
        #expect(yenHoa.prefix(3).allSatisfy { $0.validTo == nil && $0.shortName == "Yên Hòa" })
        let benTre = try await service.find("Bến Tre").map(\.unit.shortName)
        #expect(benTre.prefix(2) == ["Bến Tre", "Bến Tre"])
        let old = try await service.find("hồng hà").map(\.unit)
        #expect(old.first?.shortName == "Hồng Hà")
    }

    @Test(
        "nothing is found for nonsense",
        arguments: ["", "   ", "qwxyz", "ninh binh qwxyz", "!!!", "\u{301}"])
    func nothing(text: String) async throws {
        let (service, _) = try await UnitService.loaded(.sqlite)
        #expect(try await service.find(text).isEmpty)
    }

    @Test("each commune of today is found by its folded name with its province")
    func everyCommune() async throws {
        let (service, _) = try await UnitService.loaded(.sqlite)
        let tree = try await service.tree()
        var missed: [String] = []
        var notFirst: [String] = []
        for commune in tree.communes() {
            let province = try #require(tree.parent(of: commune))
            let typed = VietnameseText.folded("\(commune.name) \(province.name)")
            let found = try await service.find(typed, limit: 10).map(\.unit)
            if !found.contains(commune) { missed.append(typed) }
            if found.first != commune { notFirst.append(typed) }
        }
        #expect(missed.isEmpty, "\(missed)")
        // The names that are the same without diacritics within one province.
        #expect(notFirst.count <= 16, "\(notFirst)")
    }
}
