// SPDX-License-Identifier: Apache-2.0

/// Every component in every state. What it shows is an example; the words are in `design.vi.json` and `design.en.json`.
struct DesignPage: Page {
    static let template = "design"

    let breadcrumbs: Breadcrumbs
    let colours: [Colour]
    let buttons: [Button], start: Link, startSecondary: Link, link: Link
    let forms: DesignForms
    let messages: DesignMessages
    let lists: DesignLists
    let charts: DesignCharts

    struct Colour: Sendable { let name: String, meaning: String }

    init(_ s: (String) -> String) {
        breadcrumbs = Breadcrumbs([Link(s("crumb.home"), "/"), Link(s("crumb.about"), "/about")])
        colours = ["ink", "soft", "line", "blue", "red", "amber", "green"].map {
            Colour(name: $0, meaning: s("colour.\($0)"))
        }
        buttons = [
            Button(s("button.primary")), Button(s("button.secondary"), style: .secondary),
            Button(s("button.warning"), style: .warning),
        ]
        start = Link(s("button.start"), "#actions")
        startSecondary = Link(s("button.print"), "#actions", isSecondary: true)
        link = Link(s("link"), "#actions")
        forms = DesignForms(s)
        messages = DesignMessages(s)
        lists = DesignLists(s)
        charts = DesignCharts(s)
    }

    static var mocks: [DesignPage] {
        [DesignPage { $0 }, DesignPage { _ in .hostile }, DesignPage { _ in "" }]
    }
}

/// Questions: as asked, as answered, and as refused.
struct DesignForms: Sendable {
    let errors: ErrorSummary
    let plain: Field, answered: Field, refused: Field, number: Field, password: Field
    let area: TextArea, areaRefused: TextArea
    let radios: Choice, radiosRefused: Choice, inline: Choice, checkboxes: Choice
    let select: Select, date: DateField, dateRefused: DateField
    let limited: TextArea, tooLong: TextArea, address: FieldGroup
    let files: FileUpload, filesRefused: FileUpload
    let search: SearchBox, searchLarge: SearchBox

    init(_ s: (String) -> String) {
        errors = ErrorSummary(
            [
                .init(field: "phone", s("phone_problem")), .init(field: "born-refused", s("born_problem")),
                .init(field: "", s("form.problem")),
            ], takesFocus: false)
        plain = Field("name", label: s("name"), hint: s("name_hint"))
        answered = Field("email", label: s("email"), value: "nguyen.thi.lan@example.vn", kind: .email, isOptional: true)
        refused = Field(
            "phone", label: s("phone"), value: "0912 34", hint: s("phone_hint"), problem: s("phone_problem"),
            kind: .tel, width: .half)
        number = Field("identifier", label: s("identifier"), hint: s("identifier_hint"), width: .half, isNumeric: true)
        password = Field("secret", label: s("password"), kind: .password, width: .half, autocomplete: "off")
        area = TextArea("text", label: s("text"), hint: s("text_hint"), rows: 4)
        areaRefused = TextArea("text-refused", label: s("text"), value: "…", problem: s("text_problem"), rows: 3)
        let ways = [
            Choice.Option("post", s("way_post"), hint: s("way_post_hint"), isChosen: true),
            Choice.Option("desk", s("way_desk")), Choice.Option("online", s("way_online")),
        ]
        radios = Choice("way", legend: s("way"), options: ways, hint: s("way_hint"))
        radiosRefused = Choice(
            "way-refused", legend: s("way"), options: [.init("post", s("way_post")), .init("desk", s("way_desk"))],
            problem: s("way_problem"))
        inline = Choice(
            "consent", legend: s("consent"), options: [.init("yes", s("yes")), .init("no", s("no"))], isInline: true)
        checkboxes = Choice(
            "papers", legend: s("papers"),
            options: [.init("a", s("papers_a"), isChosen: true), .init("b", s("papers_b"))])
        select = Select(
            "province", label: s("province"),
            options: [.init("37", "Ninh Bình", isChosen: true), .init("01", "Hà Nội"), .init("86", "Vĩnh Long")])
        date = DateField("born", legend: s("born"), day: "15", month: "7", year: "2026", hint: s("born_hint"))
        dateRefused = DateField(
            "born-refused", legend: s("born"), day: "31", month: "2", year: "2026", problem: s("born_problem"))
        limited = TextArea(
            "reason", label: s("reason"), rows: 3, limit: TextLimit(text: s("limit"), isOver: false), isOptional: true)
        tooLong = TextArea(
            "reason-refused", label: s("reason"), value: s("text_long"), problem: s("reason_problem"), rows: 3,
            limit: TextLimit(text: s("limit_over"), isOver: true))
        address = FieldGroup(
            "home", legend: s("home"),
            fields: [
                Field("home-house", label: s("home_house"), autocomplete: "address-line1"),
                Field("home-commune", label: s("home_commune"), value: "Xã Yên Mô, Ninh Bình", width: .half),
            ], hint: s("home_hint"))
        files = FileUpload(
            "papers-files", label: s("files"),
            arrived: [
                .init("giay-chung-sinh.pdf", note: "PDF, 412 KB", removal: Button(s("file_remove"), style: .secondary)),
                .init("can-cuoc-mat-truoc.jpg", note: "JPEG, 1,2 MB"),
            ], hint: s("files_hint"), takesSeveral: true)
        filesRefused = FileUpload("file-refused", label: s("file"), problem: s("file_problem"), isOptional: true)
        search = SearchBox(
            action: "/design", name: "find", id: "find", label: s("search"), value: "yen hoa",
            button: s("search_button"))
        searchLarge = SearchBox(
            action: "/design", label: s("search_large"), button: s("search_button"), hint: s("search_hint"),
            isLarge: true)
    }
}

/// What the system says back.
struct DesignMessages: Sendable {
    let notice: Notice, success: Notice, panel: Panel, details: Details, open: Details
    let statuses: [Status], tags: [Tag]
    let back: Link
    let pages: Pagination, firstPage: Pagination
    let tabs: Tabs, progress: Steps

    init(_ s: (String) -> String) {
        notice = Notice(s("notice"), s("notice_text"), link: Link(s("notice_link"), "#messages"))
        success = Notice(s("success"), s("success_text"), isSuccess: true)
        panel = Panel(s("panel"), label: s("panel_label"), code: "H42.18-260715-0042", text: s("panel_text"))
        details = Details(s("details"), s("details_text"))
        open = Details(s("details_open"), s("details_text"), isOpen: true)
        statuses = [
            Status(.late, s("late")), Status(.risk, s("risk")), Status(.onTime, s("on_time")),
            Status(.neutral, s("neutral")),
        ]
        tags = [Tag(s("tag_strong"), isStrong: true), Tag(s("tag"))]
        back = Link(s("back"), "#messages")
        pages = Pagination(
            label: s("pages"), previous: Link(s("previous"), "#messages"), next: Link(s("next"), "#messages"))
        tabs = Tabs(
            s("tabs"),
            [
                .init(s("tab_waiting"), "#ways", isHere: true), .init(s("tab_mine"), "#ways"),
                .init(s("tab_done"), "#ways"),
            ])
        progress = Steps(
            [
                Link(s("task.parents"), "#ways"), Link(s("task.child"), "#ways"), Link(s("files"), "#ways"),
                Link(s("task.check"), "#ways"),
            ], now: 1, label: s("steps"))
        firstPage = Pagination(label: s("pages_first"), next: Link(s("next"), "#messages"))
    }
}

/// Rows, columns and steps.
struct DesignLists: Sendable {
    let table: Table, fits: Table, empty: Table
    let summary: SummaryList, card: SummaryList, timeline: Timeline, tasks: TaskList

    init(_ s: (String) -> String) {
        table = Table(
            caption: s("table"),
            columns: [
                .text(s("column.code"), sort: .init("#lists")), .text(s("column.who")), .text(s("column.step")),
                .text(s("column.due"), sort: .init("#lists", now: .ascending)), .text(s("column.status")),
            ],
            rows: [
                [
                    .link("H42.18-260713-0007", "#lists"), .text("Trần Văn Mười"), .text(s("step.checking")),
                    .text("14/07/2026"), .status(Status(.late, s("late"))),
                ],
                [
                    .link("H42.18-260715-0042", "#lists"), .text("Nguyễn Thị Hường"), .text(s("step.signing")),
                    .text("15/07/2026"), .status(Status(.risk, s("risk"))),
                ],
                [
                    .link("H42.18-260715-0051", "#lists"), .text("Đỗ Quốc Vỹ"), .text(s("step.received")),
                    .text("20/07/2026"), .status(Status(.onTime, s("on_time"))),
                ],
            ])
        fits = Table(
            caption: s("table_numbers"),
            columns: [.text(s("column.level")), .number("30/06/2025"), .number("01/07/2025")],
            rows: [
                [.text(s("level.province")), .text("63"), .text("34")],
                [.text(s("level.district")), .text("696"), .text("0")],
                [.text(s("level.commune")), .link("10.035", "#lists"), .link("3.321", "#lists")],
            ], stacks: false)
        empty = Table(caption: s("table_empty"), columns: [.text(s("column.code"))], rows: [], stacks: false)
        summary = SummaryList([
            .init(s("name"), "Nguyễn Thị Hường", change: Link(s("change"), "#lists")),
            .init(s("born"), "15/07/2026", change: Link(s("change"), "#lists")),
            .init(s("column.status"), "", status: Status(.onTime, s("on_time"))),
            .init(s("text"), s("text_long")),
        ])
        card = SummaryList(
            [.init(s("name"), "Nguyễn Minh Anh"), .init(s("born"), "02/03/2021")], title: s("card"),
            action: Link(s("card_remove"), "#lists"))
        timeline = Timeline([
            .init(s("step.submitted"), time: "08:12, 13/07/2026", text: s("step.submitted_text")),
            .init(s("step.received"), time: "09:30, 13/07/2026", href: "#lists"),
            .init(s("step.checking"), time: s("step.now"), text: s("step.checking_text"), state: .now),
            .init(s("step.result"), time: s("step.before"), state: .ahead),
        ])
        tasks = TaskList([
            .init(s("task.parents"), "#lists", status: Status(.onTime, s("done"))),
            .init(s("task.child"), "#lists", hint: s("task.child_hint"), status: Status(.risk, s("task.partly"))),
            .init(s("task.check"), "#lists", status: Status(.neutral, s("task.open"))),
        ])
    }
}

/// Numbers, each opening to what it is made of.
struct DesignCharts: Sendable {
    let figures: [Figure]
    let bullets: Bullets, bars: Bars, line: LineChart, spark: Sparkline

    init(_ s: (String) -> String) {
        figures = [
            Figure(
                label: s("figure.dossiers"), value: "78.496", unit: s("unit.dossiers"), href: "#charts",
                source: s("figure.counted")),
            Figure(
                label: s("figure.on_time"), value: "97,2", unit: "%", href: "#charts", source: s("figure.counted"),
                status: Status(.onTime, s("on_time"))),
            Figure(label: s("figure.rank"), value: "71", unit: "/ 193", source: s("figure.reported")),
        ]
        spark = Sparkline([10.8, 31, nil, 42, 45, 45.8], label: s("spark"))
        bullets = Bullets([
            .init(
                s("indicator.full"), "#charts", value: "45,8 %", share: 0.458, goal: (s("target.80"), 0.8),
                status: Status(.late, s("below")), trend: spark),
            .init(
                s("indicator.documents"), "#charts", value: "90,81 %", share: 0.9081, goal: (s("target.90"), 0.9),
                status: Status(.onTime, s("reached")),
                trend: Sparkline([61, 70, 78, 86, 90.81], label: s("spark"))),
        ])
        bars = Bars(
            caption: s("bars"), labelColumn: s("level.province"), valueColumn: s("column.share"),
            rows: [
                .init("Vĩnh Long", "#charts", value: 52.4, text: "52,4 %"),
                .init("Ninh Bình", "#charts", value: 61.5, text: "61,5 %", isHere: true),
                .init("Thừa Thiên Huế", "#charts", value: 38.9, text: "38,9 %"),
                .init("Điện Biên", "#charts", value: 22.1, text: "22,1 %"),
            ], reference: (45.8, s("bars_nation")))
        line = LineChart(
            label: s("line"), columns: (s("column.year"), s("column.share")),
            points: [
                .init("2019", 10.76, text: "10,76 %"), .init("2020", 31, text: "31 %"),
                .init("2021", nil, text: s("gap")),
                .init("2022", 36, text: "36 %"), .init("2023", 41, text: "41 %"), .init("2024", 45.8, text: "45,8 %"),
            ], format: { "\(Int($0)) %" }, target: (80, s("target.80")), breaks: [3: s("break")])
    }
}
