using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace PartyCloud.ServiceDefaults.Documents;

/// <summary>
/// Gives each operation an example of its body and of its answer, made from the schemas: the same schemas give the same examples, and
/// an example never says what its schema does not allow. What looks like a person or a place is marked as a sample (样例).
/// </summary>
internal static class Examples
{
    private const string Json = "application/json";
    private const string Form = "multipart/form-data";

    private static readonly string[] Anything = ["样例文字", "sample", "01:00:00", "2026", "S1"];

    // Of these the request says one, so an example does not show both.
    private static readonly (string Field, string Instead)[] Alternatives =
    [
        ("place", "hostOrganizationId"), ("toOrganizationName", "toOrganizationId"), ("organizationCode", "organizationId"), ("template", "ruleSet"),
    ];

    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["accessToken"] = "样例访问令牌",
        ["action"] = "选派书记，补齐班子",
        ["activities"] = "technology",
        ["actor"] = "sample.clerk",
        ["actorName"] = "sample.clerk",
        ["algorithm"] = "HMAC-SHA256",
        ["answer"] = "已按档案更正",
        ["answeredBy"] = "sample.secretary",
        ["appName"] = "样例门户",
        ["askerName"] = "app:样例门户",
        ["causes"] = "书记空缺，组织生活不经常",
        ["code"] = "SAMPLE-001",
        ["circularNumber"] = "样例通报〔2026〕1 号",
        ["closeNumber"] = "2026-SAMPLE-001",
        ["codes"] = "sample-code-1",
        ["column"] = "organization_code",
        ["contact"] = "样例联系方式",
        ["contactName"] = "样例联系人",
        ["contentHash"] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        ["continueAt"] = "https://sso.example.gov.cn/sign-out",
        ["csrf"] = "sample-csrf-value",
        ["currentPassword"] = "Sample-Password-1",
        ["decidedBy"] = "sample.clerk",
        ["description"] = "补造会议记录（样例）",
        ["detail"] = "对象不存在，或不在您的管理范围内。",
        ["dimension"] = "组织建设",
        ["displayName"] = "样例账号",
        ["domainType"] = "village",
        ["education"] = "大学本科",
        ["ethnicity"] = "汉族",
        ["evidence"] = "与档案记载不一致",
        ["externalCode"] = "SAMPLE-EXT-001",
        ["fields"] = "name",
        ["file"] = "（CSV 或 XLSX 文件的内容）",
        ["fileName"] = "样例.csv",
        ["findings"] = "班子健全，制度落实",
        ["fingerprint"] = "0f1e2d3c4b5a6978",
        ["fromName"] = "示例一村党支部（样例）",
        ["goal"] = "配齐班子，按期开展组织生活",
        ["grade"] = "B",
        ["grantedOrganizationName"] = "示例村党支部（样例）",
        ["heldBy"] = "样例县委组织部",
        ["helperClass"] = "legalAffairs",
        ["homeName"] = "示例一村党支部（样例）",
        ["hostName"] = "示例二社区党支部（样例）",
        ["incomeKind"] = "wage",
        ["indicator"] = "organization-life",
        ["instance"] = "/api/v1/organizations",
        ["issue"] = "书记空缺四个月",
        ["item"] = "birthDate",
        ["items"] = "name",
        ["key"] = "SAMPLEKEY234567",
        ["kind"] = "branch",
        ["kinds"] = "branch",
        ["lastUsedAddress"] = "192.0.2.10",
        ["legalBasis"] = "样例职责规定",
        ["letterNo"] = "样例第 1 号",
        ["levelCode"] = "001001001",
        ["levelCodes"] = "001001",
        ["link"] = "/api/v1/transfers/01980000-0000-7000-8000-000000000001",
        ["meaning"] = "出生日期",
        ["meaningEn"] = "Date of birth",
        ["memberName"] = "样例一",
        ["missing"] = "pairing",
        ["name"] = "示例村党支部（样例）",
        ["nameEn"] = "Village",
        ["needClass"] = "disorderly",
        ["networks"] = "192.0.2.0/24",
        ["newPassword"] = "Sample-Password-2",
        ["nonce"] = "sample-nonce-0001",
        ["number"] = "2026-SAMPLE-001",
        ["objectType"] = "member",
        ["occupation"] = "农民",
        ["organizationCode"] = "SAMPLE-001",
        ["organizationName"] = "示例村党支部（样例）",
        ["otherClasses"] = "weak",
        ["outcome"] = "书记已到任",
        ["owner"] = "样例乡党委",
        ["ownerName"] = "样例县委组织部",
        ["password"] = "Sample-Password-1",
        ["permission"] = "members.read",
        ["permissions"] = "members.read",
        ["place"] = "样例市样例区",
        ["placeName"] = "样例乡党委",
        ["plan"] = "standard",
        ["planApprovedBy"] = "sample.district",
        ["post"] = "secretary",
        ["provider"] = "city",
        ["publicKey"] = "MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAEbVOkzkNngKjQejwg33X1vSAhIglc5k+FZWdN+D7v8a49PGNi3fCOZNtxOofXFEP6sLe2CRm9yI5MrgkAE24WTw==",
        ["purpose"] = "核对组织关系",
        ["realNameLevel"] = "L3",
        ["reason"] = "样例理由",
        ["reasonCode"] = "restriction.talk",
        ["recordedBy"] = "sample.clerk",
        ["refreshToken"] = "样例刷新令牌",
        ["regionCode"] = "500101001001",
        ["report"] = "整改措施已全部完成",
        ["resource"] = "members",
        ["resourceName"] = "党员基本信息",
        ["resourceNameEn"] = "Party members",
        ["role"] = "branchSecretary",
        ["roles"] = "branchSecretary",
        ["schema"] = "MemberResponse",
        ["scopeName"] = "样例县委",
        ["secret"] = "样例密钥（只显示这一次）",
        ["selfCheck"] = "整改措施已全部完成",
        ["service"] = "members",
        ["shouldBe"] = "与证件不一致，请核实",
        ["signature"] = "c2FtcGxlIHNpZ25hdHVyZQ==",
        ["source"] = "样例文件〔2026〕1 号",
        ["stage"] = "yearEnd",
        ["stands"] = "样例内容",
        ["step"] = "signature",
        ["stringToSign"] = "GET\n/api/v1/members\nlimit=50\n1750000000\nsample-nonce-0001\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        ["subject"] = "sample-subject-0001",
        ["subjectName"] = "样例一",
        ["summary"] = "送技术下乡",
        ["titleEn"] = "City sign-on (sample)",
        ["titleZh"] = "市统一身份认证（样例）",
        ["tags"] = "样例标签",
        ["target"] = "/api/v1/members?limit=50",
        ["team"] = "样例联合验收组",
        ["template"] = "bureausToVillages",
        ["text"] = "不能为空。",
        ["timestamp"] = "1750000000",
        ["title"] = "样例文件",
        ["toName"] = "示例二社区党支部（样例）",
        ["toOrganizationName"] = "外省样例党支部",
        ["traceId"] = "0af7651916cd43dd8448eb211c80319c",
        ["types"] = "organization.updated",
        ["type"] = "PartyCloud.Members.Contracts.MemberState",
        ["creditCode"] = "91350100M000100Y43",
        ["unitClass"] = "行政村",
        ["unitName"] = "样例村",
        ["unmatchedReason"] = "capacityExhausted",
        ["uri"] = "otpauth://totp/PartyCloud:sample?secret=SAMPLEKEY234567&issuer=PartyCloud&digits=6",
        ["url"] = "https://portal.example.gov.cn/partycloud",
        ["userName"] = "sample.clerk",
        ["weakListClass"] = "disorderly",
    };

    // Where a name means something else in some schemas: the beginning or a part of the schema's name, and the field.
    private static readonly (string Schema, string Field, string Word)[] Elsewhere =
    [
        ("WebhookProblem", "code", "webhook.timeout"), ("WebhookProblem", "text", "接收方没有及时回答。"), ("WebhookMessage", "type", "organization.updated"),
        ("NewWebhookSecret", "secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        ("DataItem", "name", "birthDate"), ("DataResource", "class", "conditional"), ("ShareRequest", "class", "conditional"),
        ("DataResource", "code", "members"), ("DataResource", "name", "党员基本信息"), ("DataResource", "nameEn", "Party members"),
        ("CalendarDay", "name", "元旦"), ("Calendar", "source", "国务院办公厅关于2026年部分节假日安排的通知"), ("AskForData", "purpose", "核验党员身份"), ("ShareRequest", "purpose", "核验党员身份"),
        ("ReportError", "resource", "members"), ("ShareRequestStep", "actor", "sample.clerk"), ("Correction", "text", "已按档案更正"), ("Correction", "link", "/api/v1/members/01980000-0000-7000-8000-000000000001"),
        ("Error", "code", "field.required"), ("Failure", "code", "sheet.malformed"), ("Warning", "code", "organization.branch-small"), ("Warning", "text", "正式党员 2 名，少于 3 名。"),
        ("Problem", "code", "request.not-found"), ("Access", "code", "access.allowed"),
        ("Access", "text", "允许。"), ("Role", "name", "branchSecretary"), ("Problem", "type", "urn:partycloud:problem:request.not-found"), ("Problem", "title", "没有找到"),
        ("Task", "title", "接收样例一的组织关系（由示例一村党支部转来）"), ("CloseMember", "status", "left"), ("SchemeDimension", "name", "组织建设"),
        ("SchemeIndicator", "name", "组织生活"), ("ClassMapping", "from", "government"), ("ClassMapping", "to", "partyAffairs"), ("SchemeTemplate", "key", "sample-template"),
        ("Job", "kind", "members.import"), ("Task", "kind", "receiveTransfer"), ("Audit", "action", "member.changed"), ("CodeRequest", "code", "123456"),
        ("SignIn", "code", "123456"), ("Member", "name", "样例一"), ("Person", "name", "样例一"), ("Person", "code", "SAMPLE-P-001"), ("Scheme", "name", "考评细则（样例）"),
        ("SchemeIndicator", "code", "organization-life"), ("Programme", "name", "结对共建项目（样例）"), ("RuleSet", "name", "结对规则（样例）"), ("Domain", "code", "village"),
        ("Domain", "name", "行政村"), ("Request", "idNumber", "11010519491231002X"), ("Reveal", "idNumber", "11010519491231002X"), ("", "idNumber", "110105********002X"),
        ("Request", "phone", "13800000000"), ("Reveal", "phone", "13800000000"), ("", "phone", "138****0000"), ("Selection", "digest", "sha256:0f1e2d3c"),
        ("Selection", "recomputedDigest", "sha256:0f1e2d3c"), ("AppPlanChoice", "name", "standard"), ("App", "name", "样例门户"), ("CheckSignature", "method", "GET"),
        ("AppScopeChoice", "permissions", "organizations.read"), ("SignatureStep", "text", "通过。"), ("SignatureLine", "name", "method"),
        ("SignatureLine", "text", "GET"), ("SignatureLine", "rule", "第一行：请求方法，大写，与请求行一致。"), ("SignatureDifference", "name", "query"),
        ("SignatureDifference", "expected", "a=1&b=2"), ("SignatureDifference", "sent", "b=2&a=1"), ("SignatureDifference", "rule", "第三行：规范查询串。"),
        ("Job", "resultUrl", "/api/v1/members/imports/01980000-0000-7000-8000-000000000001/errors"),
    ];

    private static readonly Dictionary<string, string> Days = new(StringComparer.Ordinal)
    {
        ["appliedOn"] = "1989-03-15",
        ["birthDate"] = "1970-01-31",
        ["correctBy"] = "2026-09-30",
        ["countsFrom"] = "2026-07-15",
        ["cutOff"] = "2026-12-31",
        ["deadline"] = "2026-12-31",
        ["dueOn"] = "2026-09-29",
        ["effectiveFrom"] = "2026-01-01",
        ["endedOn"] = "2026-12-31",
        ["expiresOn"] = "2026-09-29",
        ["formalOn"] = "1991-07-01",
        ["joinedOn"] = "1990-07-01",
        ["leftOn"] = "2026-01-15",
        ["trackingUntil"] = "2027-07-01",
        ["until"] = "2026-12-31",
    };

    private static readonly Dictionary<string, decimal> Numbers = new(StringComparer.Ordinal)
    {
        ["assessed"] = 30,
        ["ballots"] = 15,
        ["burst"] = 200,
        ["capacity"] = 2,
        ["cap"] = 10,
        ["cost"] = 1010,
        ["dissatisfied"] = 2,
        ["errorCount"] = 3,
        ["done"] = 3000,
        ["expiresIn"] = 3600,
        ["idleSeconds"] = 3600,
        ["maxScore"] = 100,
        ["members"] = 30,
        ["min"] = 60,
        ["maxShareBasisPoints"] = 3000,
        ["minShareBasisPoints"] = 1500,
        ["monthlyIncome"] = 3500,
        ["perSecond"] = 50,
        ["points"] = 60,
        ["quota"] = 5,
        ["satisfaction"] = 92.5m,
        ["satisfactionBelow"] = 60,
        ["score"] = 82.5m,
        ["scoreBelow"] = 60,
        ["status"] = 404,
        ["total"] = 3000,
        ["validDays"] = 365,
        ["value"] = 87.5m,
        ["year"] = 2026,
    };

    private static readonly Dictionary<string, string> Keys = new(StringComparer.Ordinal)
    {
        ["byDomainType"] = "village",
        ["byKind"] = "branch",
        ["byStatus"] = "formal",
        ["counts"] = "receiveTransfer",
    };

    // Null in the usual answer: the last page, a thing that is still open, a job that went well.
    private static readonly string[] UsuallyNull =
    [
        "answer", "answeredAt", "answeredBy", "broken", "closeReason", "heldById", "closedOn", "closedReason", "difference", "disabledAt", "disabledReason", "endReason", "endedOn", "failure", "liftReason", "liftedAt",
        "mergedIntoId", "next", "problem", "rejectedReason", "revokedAt", "suspendedAt", "suspendedReason", "unmatchedReason",
    ];

    // What few need to say.
    private static readonly string[] UsuallyLeftOut =
    [
        "body", "cap", "classMappings", "decisions", "maxShareBasisPoints", "othersEndInHours", "person", "rectificationId", "satisfactionBelow", "satisfactionIndicator",
        "scoreBelow", "stands", "veto",
    ];

    private static readonly string[] UsuallyTrue = ["acting", "allowed", "assessed", "conforms", "granted", "hasPermission", "holds", "listed", "owner", "fits", "passed", "reaches", "valid"];

    /// <summary>Runs when all schemas are there, for an example reaches through them.</summary>
    public static void AddTo(OpenApiDocument document)
    {
        foreach (var (_, operation) in document.Paths.Values.SelectMany(path => path.Operations ?? []))
        {
            AddTo(operation.RequestBody?.Content);
            foreach (var (status, response) in operation.Responses ?? [])
            {
                if (status.StartsWith('2'))
                {
                    AddTo(response.Content);
                }
            }
        }
    }

    private static void AddTo(IDictionary<string, OpenApiMediaType>? content)
    {
        foreach (var (type, media) in content ?? new Dictionary<string, OpenApiMediaType>())
        {
            if (type is Json or Form && media.Schema is { } schema)
            {
                media.Example ??= Of(schema, "", "", []);
            }
        }
    }

    private static JsonNode? Of(IOpenApiSchema schema, string owner, string field, List<string> within)
    {
        if (schema is OpenApiSchemaReference { Reference.Id: { } id })
        {
            if (within.Contains(id))
            {
                return null;
            }

            within.Add(id);
            try
            {
                return schema.Type?.HasFlag(JsonSchemaType.Object) == true || schema.Properties?.Count > 0 ? Members(schema, id, within) : Plain(schema, owner, field, within);
            }
            finally
            {
                within.RemoveAt(within.Count - 1);
            }
        }

        return Plain(schema, owner, field, within);
    }

    private static JsonNode? Plain(IOpenApiSchema schema, string owner, string field, List<string> within)
    {
        var choices = schema.OneOf is { Count: > 0 } one ? one : schema.AnyOf;
        if (choices is { Count: > 0 })
        {
            return Of(choices.First(choice => choice.Type != JsonSchemaType.Null), owner, field, within);
        }

        if (schema.AllOf is { Count: > 0 } all)
        {
            var together = new JsonObject();
            foreach (var part in all.Select(part => Of(part, owner, field, within)).OfType<JsonObject>())
            {
                foreach (var (name, value) in part)
                {
                    together[name] = value?.DeepClone();
                }
            }

            return together;
        }

        if (schema.Enum is { Count: > 0 } values)
        {
            return (schema.Default ?? values.FirstOrDefault(value => WordOf(owner, field) is { } word && value?.ToString() == word)
                ?? values.First(value => value is not null && !JsonNullSentinel.IsJsonNullSentinel(value))).DeepClone();
        }

        return (schema.Type & ~JsonSchemaType.Null) switch
        {
            JsonSchemaType.Array => schema.Items is { } items && Of(items, owner, field, within) is { } item ? new JsonArray(item) : new JsonArray(),
            JsonSchemaType.Integer => JsonValue.Create((long)Number(schema, field)),
            JsonSchemaType.Number => JsonValue.Create(Number(schema, field)),
            JsonSchemaType.Boolean => JsonValue.Create(schema.Default is { } usual ? usual.GetValueKind() is System.Text.Json.JsonValueKind.True : UsuallyTrue.Contains(field)),
            JsonSchemaType.Object => Members(schema, owner, within, field),
            _ => JsonValue.Create(Text(schema, owner, field)),
        };
    }

    private static JsonObject Members(IOpenApiSchema schema, string owner, List<string> within, string field = "")
    {
        var made = new JsonObject();
        var isRequest = owner.EndsWith("Request", StringComparison.Ordinal);
        foreach (var (name, property) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
        {
            if (schema.Required?.Contains(name) != true
                && (UsuallyLeftOut.Contains(name) || (isRequest && Alternatives.Any(pair => pair.Field == name && schema.Properties!.ContainsKey(pair.Instead)))))
            {
                continue;
            }

            made[name] = !isRequest && UsuallyNull.Contains(name) && IsNullable(property) ? null : Of(property, owner, name, within);
        }

        if (schema.AdditionalProperties is { } values)
        {
            made[Keys.GetValueOrDefault(field, "sample")] = Of(values, owner, field, within);
        }

        return made;
    }

    private static bool IsNullable(IOpenApiSchema schema) =>
        schema.Type?.HasFlag(JsonSchemaType.Null) == true || schema.OneOf?.Any(choice => choice.Type == JsonSchemaType.Null) == true;

    private static decimal Number(IOpenApiSchema schema, string field)
    {
        var number = Numbers.TryGetValue(field, out var known) ? known
            : schema.Default is { } usual && decimal.TryParse(usual.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var given) ? given
            : 1;
        number = decimal.TryParse(schema.Minimum, CultureInfo.InvariantCulture, out var least) ? Math.Max(least, number) : number;
        return decimal.TryParse(schema.Maximum, CultureInfo.InvariantCulture, out var most) ? Math.Min(most, number) : number;
    }

    private static string Text(IOpenApiSchema schema, string owner, string field)
    {
        var text = schema.Format switch
        {
            "uuid" => IdOf(field),
            "date" => Days.GetValueOrDefault(field, "2026-07-01"),
            "date-time" => "2026-07-01T09:00:00+08:00",
            _ => WordOf(owner, field) ?? Anything[0],
        };
        if (schema.Pattern is { } pattern && !Regex.IsMatch(text, $"^(?:{pattern})$"))
        {
            text = Anything.FirstOrDefault(word => Regex.IsMatch(word, $"^(?:{pattern})$")) ?? text;
        }

        text = text.Length > schema.MaxLength ? text[..schema.MaxLength.Value] : text;
        return text.PadRight(schema.MinLength ?? 0, '样');
    }

    private static string? WordOf(string owner, string field) =>
        Elsewhere.FirstOrDefault(word => word.Field == field && owner.Contains(word.Schema, StringComparison.Ordinal)).Word ?? Words.GetValueOrDefault(field);

    // One name is one id in all examples, so that what belongs together is seen to.
    private static string IdOf(string field) =>
        "01980000-0000-7000-8000-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(field)).AsSpan(0, 6));
}
