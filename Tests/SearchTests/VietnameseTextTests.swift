// SPDX-License-Identifier: Apache-2.0

import Foundation
import Search
import Testing

@Suite("Vietnamese text")
struct VietnameseTextTests {
    @Test(
        "folding leaves what is typed without a Vietnamese keyboard",
        arguments: [
            ("Xã Yên Hòa", "xa yen hoa"), ("ĐƯỜNG Lê Lợi", "duong le loi"), ("Thuỷ", "thuy"),
            ("Thừa Thiên Huế", "thua thien hue"),
            ("ế ợ ậ ẵ ữ", "e o a a u"), ("e\u{302}\u{301}", "e"), ("Ð Ɖ đ", "d d d"), ("M'Drắk", "m'drak"), ("", ""),
        ])
    func fold(text: String, folded: String) { #expect(VietnameseText.folded(text) == folded) }

    @Test(
        "dropping tones keeps the letters",
        arguments: [("Thuỷ Đường", "thuy đương"), ("Bến Tre", "bên tre"), ("Ơ Ư Ă", "ơ ư ă")])
    func toneless(text: String, expected: String) { #expect(VietnameseText.toneless(text) == expected) }

    @Test(
        "both ways of placing a tone are one",
        arguments: [
            ("hoà", "hòa"), ("thuỷ", "thủy"), ("khoẻ", "khỏe"), ("HOÀ", "HÒA"), ("Hoà Bình", "Hòa Bình"), ("uý", "úy"),
            ("ho\u{61}\u{300}", "hòa"), ("hòa", "hòa"),
        ])
    func tonePlacement(new: String, old: String) { #expect(VietnameseText.normalized(new) == old) }

    @Test(
        "a tone that has one place stays there",
        arguments: ["quý", "Quỳ", "hoàn", "loét", "toán", "Ngoáy", "khuỷu", "thuở", "Huế"])
    func fixedTones(text: String) { #expect(VietnameseText.normalized(text) == text) }

    @Test("look-alikes of Đ are repaired")
    func lookAlikes() {
        #expect(VietnameseText.normalized("\u{D0}à Nẵng") == "Đà Nẵng")
        #expect(VietnameseText.normalized("\u{189}ồng Nai, \u{F0}ò") == "Đồng Nai, đò")
    }

    @Test("words are cut at spaces and signs, not at apostrophes")
    func words() {
        #expect(VietnameseText.words(" P. Yên Hòa, TP.HCM ") == ["P", "Yên", "Hòa", "TP", "HCM"])
        #expect(VietnameseText.words("Xã M'Drắk-2") == ["Xã", "MDrắk", "2"])
        #expect(VietnameseText.words("").isEmpty)
    }
}

@Suite("Vietnamese order")
struct VietnameseOrderTests {
    private func precedes(_ left: String, _ right: String) -> Bool {
        VietnameseText.sortKey(left).lexicographicallyPrecedes(VietnameseText.sortKey(right))
    }

    @Test(
        "each list is in order",
        arguments: [
            "a à ả ã á ạ ă ằ ẳ ẵ ắ ặ â ầ ẩ ẫ ấ ậ b c d đ e è ẻ ẽ é ẹ ê ề ể ễ ế ệ f g h i ì ỉ ĩ í ị",
            "o ò ỏ õ ó ọ ô ồ ổ ỗ ố ộ ơ ờ ở ỡ ớ ợ p q r s t u ù ủ ũ ú ụ ư ừ ử ữ ứ ự v w x y ỳ ỷ ỹ ý ỵ z",
            "a A à À ả Ả", "2 a đ z", "ca cà cá các cai cài", "ma Ma mà Mà", "d D đ Đ e", "1 10 2 9 a",
        ])
    func lists(list: String) {
        let words = list.split(separator: " ").map(String.init)
        for (left, right) in zip(words, words.dropFirst()) {
            #expect(precedes(left, right), "\(left) before \(right)")
            #expect(!precedes(right, left), "\(right) not before \(left)")
        }
    }

    @Test("a space sorts before a letter, so whole words come first")
    func spaces() {
        #expect(precedes("Hà Nam", "Hải Dương"))
        #expect(precedes("Bà Rịa - Vũng Tàu", "Bạc Liêu"))
        #expect(precedes("Xã 2", "Xã An"))
    }

    @Test("letters decide before tones, tones before capitals")
    func levels() {
        #expect(precedes("mà a", "ma b"))
        #expect(precedes("Ma", "mà"))
        #expect(precedes("à b", "ạ b"))
    }

    @Test("agrees with ICU's Vietnamese collation")
    func icu() {
        let words = [
            "Yên Hòa", "Yên Hoà", "Đà Nẵng", "Da Nang", "Đắk Lắk", "Đắc Lắc", "Hà Nội", "Hải Phòng", "Huế", "Hưng Yên",
            "Hồ Chí Minh", "Hòa Bình", "An Giang", "Âu Lâu", "Ấn Độ", "Ánh", "Ảnh", "Ãnh", "Ạnh", "Ành", "Ăn", "Ân",
            "Ơn", "Ôn",
            "On", "Ứng", "Ủng", "Ung", "Ưng", "Êm", "Em", "Thừa Thiên", "Thủy", "Thuỷ", "Thuy", "thuy", "THUY", "Quý",
            "Quy",
            "Bến Tre", "Ben", "bến", "Xã 1", "Xã 10", "Xã 2", "Xã A", "xã a", "Cần Thơ", "Cao Bằng", "Cà Mau", "Chợ",
            "Cho",
        ]
        let vietnamese = Locale(identifier: "vi")
        for left in words {
            for right in words where left != right {
                let order = left.compare(right, locale: vietnamese)
                #expect(precedes(left, right) == (order == .orderedAscending), "\(left) and \(right)")
            }
        }
    }
}
