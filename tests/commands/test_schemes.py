import pytest

from pvfootprint import footprint

MODULE = "module:topcon:CN@2024"
KEYS = [
    "china-export-draft",
    "epeat-ulcs",
    "france-ecs",
    "france-ecs-v2",
    "korea-kea-2020",
    "korea-kea-2022",
    "korea-kea-2023",
    "yancheng-pilot",
]
HEADING = "scheme,component,country,unit,value,quantity,source\n"


def rows(out):
    """Give the lines of the first table by their first word."""
    return {line.split()[0]: line for line in out.splitlines() if line.strip()}


def test_the_list_shows_every_scheme_with_its_limits_and_how_sure_they_are(run):
    ended = run("schemes", "list")
    assert (ended.code, ended.err) == (0, "")
    lines = rows(ended.out)
    assert [key for key in lines if key in KEYS] == KEYS
    assert "≤ 400 (s); ≤ 630 (s)" in lines["epeat-ulcs"]
    assert "≤ 415 (d)" in lines["china-export-draft"]
    assert "to the nearest 50" in lines["france-ecs"]
    assert "< 450 (s); < 550 (s); ≤ 550 (s)" in lines["france-ecs"]
    assert "≤ 730 (?); > 730 (?)" in lines["korea-kea-2023"]
    assert "(?) to be confirmed" in ended.out


def test_the_list_for_programs(run):
    found = run("schemes", "list", "--json").json
    assert [scheme["key"] for scheme in found] == KEYS
    assert found[1]["thresholds"][0]["below"] == 400


def test_show_says_where_everything_comes_from(run):
    ended = run("schemes", "show", "korea-kea-2022")
    assert (ended.code, ended.err) == (0, "")
    assert "korea-kea-2022, 2022" in ended.out
    assert "boundary: polysilicon, ingot and wafer, cell, module" in ended.out
    assert "GWP set: not known; that of the study is used" in ended.out
    assert "10 points in the tender" in ended.out
    assert "https://www.ekn.kr/web/view.php?key=20211230010005107" in ended.out


def test_show_lists_the_components_of_a_formula(run):
    ended = run("schemes", "show", "france-ecs")
    assert ended.code == 0
    assert "a value half-way goes up" in ended.out
    lines = rows(ended.out)
    assert "ingot first" in lines["ingot"]
    assert "eva-foil" in lines["encapsulant"]


def test_show_in_chinese(run):
    ended = run("--language", "zh", "schemes", "show", "epeat-ulcs")
    assert "状态：实施中" in ended.out
    assert "边界：从摇篮到大门，含边框的组件（来自二手资料；pv-magazine-2023-06-01）" in ended.out
    assert "超低碳（可选）" in ended.out


@pytest.mark.parametrize("command", [("show",), ("compare", MODULE, "--scheme")])
def test_an_unknown_scheme_is_refused_with_the_nearest(run, command):
    ended = run("schemes", *command, "epeat")
    assert ended.code == 1
    assert ended.err.startswith("SCM-004: there is no scheme 'epeat'")
    assert "did you mean epeat-ulcs?" in ended.err


def test_a_module_under_all_schemes_in_one_table(run):
    ended = run("schemes", "compare", MODULE)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("module:topcon:glass-glass-framed:CN@2024, 1 kWp\n")
    lines = rows(ended.out.partition("These are estimates")[0])
    assert [key for key in lines if key in KEYS] == KEYS
    total = footprint(MODULE, per="kWp").total.value
    assert f"{total:.2f}  {total:.2f}" in lines["epeat-ulcs"]
    assert f"{630 - total:+.2f}  meets low-carbon (required)" in lines["epeat-ulcs"]
    assert "no verdict: coefficients or quantities are missing" in lines["france-ecs"]
    assert "Grade 1" in lines["korea-kea-2022"]
    assert "no numeric threshold" in lines["yancheng-pilot"]
    for heading in ("Missing 缺少的数据", "What would change it 如何改变结论",
                    "What to know about these values 数值说明"):  # fmt: skip
        assert f"\n{heading}\n" in ended.out
    assert "(s) from secondary sources, (d) from a draft" in ended.out
    assert "Only the body behind a scheme issues its number." in ended.out


def test_a_sentence_about_several_schemes_stands_once(run):
    out = run("schemes", "compare", MODULE).out
    assert out.count("Only an accredited certification body issues the evaluation") == 1
    assert "\nfrance-ecs, france-ecs-v2:\n" in out


def test_only_the_schemes_asked_for_and_in_chinese(run):
    ended = run("--language", "zh", "schemes", "compare", MODULE, "--scheme", "korea-kea-2022")
    lines = rows(ended.out)
    assert "1 级" in lines["korea-kea-2022"]
    assert "epeat-ulcs" not in ended.out
    assert "该制度的这一版本已被取代" in ended.out
    assert "热力与燃料（未计入）" in ended.out


def test_the_json_holds_whole_results(run):
    data = run("schemes", "compare", MODULE, "--json").json
    assert data["format"] == "pvfootprint schemes 1"
    assert data["product"] == "module:topcon:glass-glass-framed:CN@2024"
    assert len(data["product_system_hash"]) == 64
    found = {result["scheme"]: result for result in data["results"]}
    assert list(found) == KEYS
    assert found["epeat-ulcs"]["value"]["unit"] == "kgCO2e/kWp"
    assert found["epeat-ulcs"]["next_threshold"]["key"] == "ultra-low-carbon"
    assert found["france-ecs"]["value"] is None
    assert found["france-ecs"]["own"]["value"] < found["epeat-ulcs"]["value"]["value"]
    assert all(en and zh for result in found.values() for en, zh in result["cautions"])


def test_coefficients_that_the_user_loads(run, tmp_path):
    file = tmp_path / "annex.csv"
    units = {"wafer": "m2", "cell": "m2", "module": "m2"}
    components = ["mg-silicon", "polysilicon", "ingot", "brick", "wafer", "cell", "module",
                  "glass", "glass-tempering", "encapsulant"]  # fmt: skip
    lines = [f"france-ecs,{c},*,{units.get(c, 'kg')},1,2,invented" for c in components]
    file.write_text(HEADING + "\n".join(lines), encoding="utf-8")
    asked = ("schemes", "compare", MODULE, "--coefficients", file, "--scheme", "france-ecs")
    ended = run(*asked)
    assert (ended.code, ended.err) == (0, "")
    line = rows(ended.out)["france-ecs"]
    assert "20.00" in line
    assert "+450.00" in line
    data = run(*asked, "--json").json
    assert data["coefficients"]["file"] == str(file)
    assert len(data["coefficients"]["hash"]) == 64


def test_a_wrong_coefficient_file_is_refused_before_anything_is_computed(run, tmp_path):
    file = tmp_path / "annex.csv"
    file.write_text(HEADING + "france-ecs,wafer,CN,kg,1,,x\n", encoding="utf-8")
    ended = run("schemes", "compare", MODULE, "--coefficients", file)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("SCM-008: the coefficient of wafer is per another unit")
    assert f"at: {file}:2, unit" in ended.err


def test_only_modules_are_judged(run):
    ended = run("schemes", "compare", "cell:topcon:CN@2024")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("SCM-005: the schemes judge modules, and this is cell")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((MODULE, MODULE), "one product of the library at a time"),
        ((MODULE, "--product", "P1"), "--product cannot be used for a product of the library"),
        ((MODULE, "--electricity-basis", "location"), "--electricity-basis cannot be used"),
        ((), "Missing argument"),
    ],
)
def test_wrong_usage(run, arguments, said):
    ended = run("schemes", "compare", *arguments)
    assert ended.code == 2
    assert said in " ".join(ended.err.split())


def test_a_damaged_scheme_is_named(run, data_copy, monkeypatch, replace_once):
    file = data_copy / "methods/schemes/epeat-ulcs.toml"
    replace_once(file, "below = 400", "below = 'none'")
    monkeypatch.setenv("PVFOOTPRINT_DATA", str(data_copy))
    ended = run("schemes", "list")
    assert ended.code == 1
    assert ended.err.startswith("SCM-002: the value is not possible here")
    assert "at: methods/schemes/epeat-ulcs.toml, thresholds[1].below" in ended.err


def test_the_help_loads_nothing_heavy(run_apart):
    code = (
        "import sys; sys.argv = ['pvfootprint', 'schemes', 'compare', '--help']\n"
        "from pvfootprint.commands.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print({'numpy', 'pandas', 'scipy', 'bw2calc', 'pydantic'} & set(sys.modules))"
    )
    ended = run_apart(code=code)
    assert ended.out.splitlines()[-1] == "set()"
