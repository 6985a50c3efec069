"""Curation of sources."""

from django.contrib import admin
from django.forms import BaseInlineFormSet

from articles.models import Source, SourceDomain


class DomainFormSet(BaseInlineFormSet):
    """Domains that may name the main one too, which a source claims for itself."""

    def save_new(self, form, commit=True):  # noqa: FBT002 - the signature is Django's
        """Save a domain unless the source has it."""
        claimed = self.instance.domains.filter(domain=form.cleaned_data["domain"]).first()
        return claimed or super().save_new(form, commit)


class SourceDomainInline(admin.TabularInline):
    """The domains of a source."""

    model = SourceDomain
    formset = DomainFormSet
    extra = 1


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    """Sources, with what of their text may be shown."""

    list_display = ("name", "domain", "display", "trusted", "language", "country")
    list_filter = ("display", "trusted", "language", "country")
    search_fields = ("name", "domains__domain", "note")
    inlines = (SourceDomainInline,)


@admin.register(SourceDomain)
class SourceDomainAdmin(admin.ModelAdmin):
    """Domains, to find whose they are."""

    list_display = ("domain", "source")
    list_filter = ("source",)
    search_fields = ("domain", "source__name")
    autocomplete_fields = ("source",)
