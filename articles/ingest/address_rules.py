"""What addresses of one page differ in: the tables that make a canonical address.

Names are in lower case; `*` stands for any ending. Most names for any site stand in the lists of
ClearURLs, AdGuard or Firefox; those of single sites are known from use. What chooses the article
anywhere (`id`, `p`, `story`) has no place here.
"""

# Parameters that tell how a reader came, on any site.
TRACKING = {
    "Google": "utm utm_* gclid gclsrc dclid gbraid wbraid srsltid usqp gs_l _ga _gl ga_*",
    "Meta": "fbclid igsh igshid mibextid fb_action_* fb_source fb_ref fb_comment_id"
    " action_object_map action_type_map action_ref_map",
    "Microsoft": "msclkid ocid",
    "Yandex": "yclid ysclid _openstat",
    "X, TikTok, LinkedIn, Reddit": "twclid __twitter_impression ref_src ref_url ttclid li_fat_id"
    " rdt_cid",
    "Yahoo and AOL": "guccounter guce_* ncid icid tsrc soc_src soc_trk",
    "Mailchimp and MailerLite": "mc_cid mc_eid mc_tc ml_subscriber ml_subscriber_hash",
    "HubSpot": "_hsenc _hsmi __hsfp __hssc __hstc hsctatracking hsa_*",
    "Marketo, Klaviyo, Drip, Vero, Blueshift": "mkt_tok _kx __s vero_id vero_conv bsft_*",
    "Olytics and Wicked Reports": "oly_anon_id oly_enc_id rb_clickid wickedid",
    "Adobe and Coremetrics": "s_cid cm_mmc cm_mmc-* cm_me cm_cr",
    "AT Internet, Mapp, Matomo, Parse.ly": "xtor at_* wt_mc wt_zmc mtm_* itm_* pk_campaign pk_cid"
    " pk_content pk_keyword pk_kwd pk_medium pk_source pk_vid piwik_*",
    "Cxense, Echobox, SocialFlow, True Anthem, Branch, impact.com": "cx_click cx_recsorder"
    " cx_recswidget echobox sr_share taid _branch_match_id irclickid irgwc",
    "Google Translate": "_x_tr_*",
    "Newsrooms": "cmpid referrer",
}

# Names that choose an article elsewhere, by the site on which they do not.
TRACKING_ON = {
    "nytimes.com": "smid smtyp smprod partner emc nl te campaign_id instance_id segment_id user_id"
    " regi_id searchresultposition unlocked_article_code giftcopy",
    "washingtonpost.com": "wpisrc wpmm wpmk wprss itid hpid tid pwapi_token",
    "bloomberg.com": "srnd sref leadsource accesstoken embedded-checkout",
    "wsj.com": "mod reflink st",
    "ft.com": "accesstoken sharetype segmentid ftcamp",
    "economist.com": "fsrc",
    "theguardian.com": "cmp intcmp",
    "bbc.co.uk": "ns_* intlink_from_url",
    "bbc.com": "ns_* intlink_from_url",
    "dailymail.co.uk": "ito",
    "zdnet.com": "ftag",
    "cnet.com": "ftag",
    "cbsnews.com": "ftag",
    "wired.com": "mbid",
    "newyorker.com": "mbid",
    "medium.com": "source sk",
    "youtube.com": "feature si pp",
    "youtu.be": "feature si",
    "x.com": "s t",
    "twitter.com": "s t",
}

# Names that say where the reader came from when their value is a word, and may choose a document
# when it holds a digit.
REFERRALS = {"ref", "ref_"}

# Names that say so when their value is `rss`.
RSS = {"src", "source", "feed", "from", "via", "partner", "cmp", "medium"}

# Parameters and their values that ask for the same article in another form, AMP's or that for
# printers; None is any value.
FORMS = {
    "amp": {"", "1", "true", "yes"},
    "outputtype": {"amp"},
    "output": {"amp", "print"},
    "view": {"amp", "print"},
    "_amp": {"", "1", "true", "yes"},
    "isamp": {"", "1", "true", "yes"},
    "platform": {"amphtml"},
    "amp_js_v": None,
    "amp_gsa": None,
    "amp_markup": None,
    "print": {"", "1", "true", "yes"},
    "printable": {"", "1", "true", "yes"},
}

# The segments after an article's that ask for AMP's form.
AMP_ENDINGS = (("amp",), ("s", "amp"))

# The beginnings of hosts that serve the same pages for another screen.
HOSTS = ("www.", "m.", "mobile.", "amp.")

# The file that a folder's address stands for.
INDEX = (
    *("index.html", "index.htm", "index.shtml", "index.php", "index.asp", "index.aspx"),
    *("index.jsp", "default.asp", "default.aspx", "default.htm", "default.html"),
)

# Copies that carry the address of their original: the host, and the path before it. The patterns
# are for re.fullmatch; an original without a scheme is taken for https.
#   Internet Archive: /web/20250726093000id_/https://outlet.example/story
#   archive.today:    /2025.07.26-093000/https://outlet.example/story
#   Google's viewer:  /amp/s/outlet.example/story, without s/ where the original is http
#   AMP's cache:      /c/s/outlet.example/story, v/ where it is shown by a viewer
#   Readers:          /https://outlet.example/story, some also without the scheme
COPIES = (
    (r"(?:web\.)?archive\.org", r"/web/\d{4,14}(?:[a-z]{2}_)?\*?/"),
    (r"archive\.(?:today|ph|is|fo|li|md|vn)", r"/(?:o/\w+|newest|\d{4}[\d.-]{4,15})/"),
    (r"google(?:\.[a-z]{2,3}){1,2}", r"/amp/(?:s/)?"),
    (r"(?:[a-z0-9-]+\.)?cdn\.ampproject\.org", r"/[cv]/(?:s/)?"),
    (
        r"(?:12ft\.io|1ft\.io|outline\.com|smry\.ai|r\.jina\.ai|txtify\.it|archive\.(?:today|ph|is))",
        r"/(?=https?(?::|%3a)(?:/|%2f))",
    ),
    (r"(?:12ft\.io|r\.jina\.ai)", r"/(?=(?:[\w-]+\.)+[a-z]{2,24}/.)"),
)

# Pages that do nothing but lead to the address in one of their parameters, as alerts, newsletters,
# guards of mail and social networks write them: the host, the path, and the names of the parameter.
LEADS = (
    (r"google(?:\.[a-z]{2,3}){1,2}", "/url", ("url", "q")),
    (r"translate\.google(?:\.[a-z]{2,3}){1,2}", "/translate", ("u",)),
    (r"lm?\.facebook\.com", "/l.php", ("u",)),
    (r"l\.instagram\.com", "/", ("u",)),
    (r"bing\.com", "/news/apiclick.aspx", ("url",)),
    (r"duckduckgo\.com", "/l/", ("uddg",)),
    (r"out\.reddit\.com", r"/\w*", ("url",)),
    (r"linkedin\.com", "/(?:redir/redirect|safety/go)", ("url",)),
    (r"youtube\.com", "/redirect", ("q",)),
    (r"t\.umblr\.com", "/redirect", ("z",)),
    (r"(?:away\.)?vk\.com", "/away(?:\\.php)?", ("to",)),
    (r"slack-redir\.net", "/link", ("url",)),
    (r"getpocket\.com", "/redirect", ("url",)),
    (r"instapaper\.com", "/text", ("u",)),
    (r"12ft\.io", "/proxy", ("q",)),
    (r"removepaywall\.com", "/search", ("url",)),
    (r"(?:[a-z0-9-]+\.)*safelinks\.protection\.outlook\.com", "/(?:.{1,40}/)?", ("url",)),
    (r"urldefense\.proofpoint\.com", "/v1/url", ("u",)),
    (r"linkprotect\.cudasvc\.com", "/url", ("a",)),
    (r"(?:[a-z0-9-]+\.)*list-manage\d*\.com", "/track/click", ("url",)),
    (r"(?:[a-z0-9-]+\.)?substack\.com", "/redirect(?:/.{0,60})?", ("url",)),
)
