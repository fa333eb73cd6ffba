/// The style sheet of the built-in page; its hash stands in the page's policy, so it and nothing else applies.
enum DocsStyle {
    static let sheet: StaticString = """
        :root{color-scheme:light dark;--page:#f7f7f5;--card:#fff;--ink:#1c1d21;--soft:#5d6068;--line:#e2e2de;--accent:#3b4cca;
        --get:#0b6b4f;--post:#3b4cca;--put:#8a5200;--delete:#b3261e;--patch:#7a3ea1;--chip:#eeeeea}
        @media (prefers-color-scheme:dark){:root{--page:#141518;--card:#1c1e22;--ink:#ececea;--soft:#a3a6ae;--line:#2f3238;
        --accent:#a3b0ff;--get:#6fd8b4;--post:#a3b0ff;--put:#f0b866;--delete:#ff9a91;--patch:#d7a6f5;--chip:#292c32}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
        header,main,footer{max-width:64rem;margin:0 auto;padding:0 1.25rem}
        header{padding-top:3rem;padding-bottom:1rem}
        h1{font-size:2rem;line-height:1.2;letter-spacing:-.02em;margin:0}
        h1 small{font-size:.9rem;font-weight:500;letter-spacing:0;color:var(--soft);margin-left:.5rem}
        h2{font-size:1.05rem;margin:2.25rem 0 .75rem}
        p{margin:.5rem 0;max-width:44rem}
        a{color:var(--accent)}
        a:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}
        .lead,.note{color:var(--soft)}
        nav a{margin-right:1.25rem}
        ul.routes{list-style:none;margin:0;padding:0;background:var(--card);border:1px solid var(--line);border-radius:12px}
        ul.routes li{display:grid;grid-template-columns:5rem minmax(0,1fr) auto;gap:.15rem 1rem;align-items:baseline;padding:.85rem 1.1rem}
        ul.routes li+li{border-top:1px solid var(--line)}
        .method{font:700 .78rem/1.6 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;letter-spacing:.04em;color:var(--soft)}
        .get{color:var(--get)}.post{color:var(--post)}.put{color:var(--put)}.delete{color:var(--delete)}.patch{color:var(--patch)}
        code{font:.93rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
        .path{font-weight:600}
        .summary{grid-column:2;color:var(--soft);font-size:.93rem}
        .rights{grid-column:3;grid-row:1/span 2;display:flex;flex-direction:column;align-items:flex-end;gap:.3rem;font-size:.83rem;
        color:var(--soft);text-align:right}
        .chip{background:var(--chip);color:var(--ink);border-radius:99px;padding:.1rem .65rem;max-width:22rem;overflow-wrap:anywhere}
        .open{background:none;border:1px solid var(--line);color:var(--soft)}
        .scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:12px}
        table{border-collapse:collapse;width:100%;font-size:.93rem}
        th,td{text-align:left;padding:.55rem 1.1rem;vertical-align:baseline}
        tr+tr>*{border-top:1px solid var(--line)}
        thead th{color:var(--soft);font-weight:500;border-bottom:1px solid var(--line)}
        footer{color:var(--soft);font-size:.87rem;padding-top:2rem;padding-bottom:3rem}
        @media (max-width:40rem){header{padding-top:1.75rem}
        ul.routes li{grid-template-columns:minmax(0,1fr)}.summary,.rights{grid-column:1;grid-row:auto}
        .rights{flex-flow:row wrap;align-items:center;text-align:left;gap:.3rem .75rem;margin-top:.2rem}}
        @media print{body{background:none}ul.routes li{break-inside:avoid}}
        """
}
