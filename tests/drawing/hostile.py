"""Names that somebody might type, by mistake or on purpose, to break out of a label."""

from __future__ import annotations

HOSTILE = (
    'say "hello"',
    "ends in a backslash\\",
    "<b>bold</b>",
    "</TD></TR></TABLE>>]; evil -> twin [label=<",
    r"\N and \G and \E and \l",
    "two\nlines\r\nand\ttabs",
    '"]; evil -> twin; x [label="',
    "javascript:alert(1)",
    "a:b:c -> d",
    "x" * 40_000,
    "control \x00\x01\x08\x1b characters",
    "</script><script>alert(1)</script>",
    "&#0; &#x1; &lt;b&gt; &amp; &unknown; AT&T",
    "<!-- comment -->",
    "<![CDATA[ x ]]>",
    "\ufeff\ufffe\uffff \u202eright to left",
    "<",
    ">",
    "",
    "   ",
    "中文部门名称很长很长很长很长很长",
    "قسم المبيعات",
    "{ | } [ ] ; // /* #",
    "%s {0.__class__} ${HOME}",
)
