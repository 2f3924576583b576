using System.Net;
using PartyCloud.Contracts;
using PartyCloud.Contracts.Clients;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Organizations.Tests;

/// <summary>The main routes, by the typed client that others use.</summary>
public sealed class OrganizationsClientTests(OrganizationsApp app) : IClassFixture<OrganizationsApp>
{
    private readonly IOrganizationsApi api = RestClients.Create<IOrganizationsApi>(app.Admin);

    [Fact]
    public async Task A_tree_is_built_changed_moved_and_counted()
    {
        var root = await api.RegisterOrganization(new("县委", OrganizationKind.Committee, "governmentOrgan", Code: "甲县&1"));
        var east = await api.RegisterOrganization(new("东镇党委", OrganizationKind.Committee, "community", root.Id));
        var west = await api.RegisterOrganization(new("西镇党委", OrganizationKind.Committee, "community", root.Id));
        var branch = await api.RegisterOrganization(new("东村支部", OrganizationKind.Branch, "village", east.Id, EstablishedOn: new(1958, 7, 1)));

        Assert.Equal(root.Id, (await api.GetOrganizationByCode("甲县&1")).Id);
        Assert.Equal((OrganizationKind.Branch, new DateOnly(1958, 7, 1)), ((await api.GetOrganization(branch.Id)).Kind, branch.EstablishedOn!.Value));
        Assert.Equal([east.Id, west.Id], (await api.GetChildren(root.Id)).Items.Select(child => child.Id));
        Assert.Equal([branch.Id], (await api.ListOrganizations(root.Id, OrganizationKind.Branch, "village", OrganizationStatus.Active, "东村")).Items.Select(o => o.Id));

        var moved = await api.MoveOrganization(branch.Id, new(west.Id));
        Assert.Equal((west.Id, 1), (moved.Organization.ParentId, moved.Moved));
        var rollup = await api.GetRollup(root.Id);
        Assert.Equal((4, 1), (rollup.Organizations.Total, rollup.Organizations.ByDomainType["village"]));
        Assert.Equal(OrganizationStatus.Merged, (await api.MergeOrganization(east.Id, new(west.Id, "撤并"))).Status);
        Assert.Equal(OrganizationStatus.Abolished, (await api.AbolishOrganization(branch.Id, new("整村搬迁"))).Status);
        Assert.Contains(await api.ListDomainTypes(), type => type.Code == "village");
    }

    [Fact]
    public async Task A_list_is_read_page_by_page()
    {
        var root = await api.RegisterOrganization(new("乡党委", OrganizationKind.Committee, "governmentOrgan"));
        for (var n = 0; n < 4; n++)
        {
            await api.RegisterOrganization(new($"支部{n}", OrganizationKind.Branch, "village", root.Id));
        }

        List<string> names = [];
        Page<OrganizationResponse>? page = null;
        do
        {
            page = await api.ListOrganizations(root.Id, limit: 2, cursor: page?.Next);
            names.AddRange(page.Items.Select(organization => organization.Name));
        }
        while (page.Next is not null);

        Assert.Equal(["乡党委", "支部0", "支部1", "支部2", "支部3"], names);
    }

    [Fact]
    public async Task A_stale_change_is_refused_and_a_repeated_one_carried_out_once()
    {
        var request = new RegisterOrganizationRequest("机关党委", OrganizationKind.Committee, "governmentOrgan");
        var key = Guid.CreateVersion7().ToString();
        var first = await api.RegisterOrganization(request, key);
        Assert.Equal(first.Id, (await api.RegisterOrganization(request, key)).Id);

        var changed = await api.ChangeOrganization(first.Id, new(UnitName: "县直机关"), ETag.Of(first.Version));
        Assert.Equal(("县直机关", first.Version + 1), (changed.UnitName, changed.Version));
        Assert.Equal("request.stale", (await api.ChangeOrganization(first.Id, new(UnitName: "乡镇"), ETag.Of(first.Version)).Refused(HttpStatusCode.PreconditionFailed)).Code);
        Assert.Equal("name", Assert.Single((await api.ChangeOrganization(first.Id, new("")).Refused(HttpStatusCode.BadRequest)).Errors!).Field);
        Assert.Equal("request.not-found", (await api.GetOrganization(Guid.CreateVersion7()).Refused(HttpStatusCode.NotFound)).Code);
    }

    [Fact]
    public async Task A_sheet_is_imported_and_its_refused_rows_come_back()
    {
        await api.RegisterOrganization(new("县委", OrganizationKind.Committee, "governmentOrgan", Code: "CLI"));
        using var form = ClientCalls.Form("组织编码,组织名称,组织类别,党建类型,上级组织编码\nCLI-1,支部1,党支部,行政村,CLI\nCLI-2,,党支部,行政村,CLI\n");

        var job = await ClientCalls.Finished(id => api.GetImport(id), await api.ImportOrganizations(form));

        Assert.Equal((JobState.Succeeded, 1, "field.required"), (job.State, job.ErrorCount, job.Errors.Single().Code));
        using var sheet = await api.DownloadImportErrors(job.Id, "csv");
        Assert.Contains("CLI-2", await sheet.EnsureSuccessStatusCode().Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("job.over", (await api.CancelImport(job.Id).Refused(HttpStatusCode.Conflict)).Code);
    }

    [Fact]
    public async Task Operators_compare_republish_and_audit()
    {
        var operators = RestClients.Create<IOrganizationsApi>(app.As("0", "organizations.*", "operations.*", "audit.*"));
        await operators.RegisterOrganization(new("县委", OrganizationKind.Committee, "governmentOrgan"));

        var owned = Assert.Single(await operators.GetDigests(), digest => digest is { Owner: true, Count: > 0 });
        Assert.Equal(owned.Count, (await operators.Republish()).Facts);
        Assert.True((await operators.VerifyAudit()).Holds);
        Assert.NotEmpty((await operators.ListAudit("operations.republish", limit: 5)).Items);
    }
}
